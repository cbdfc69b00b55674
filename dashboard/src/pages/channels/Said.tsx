import { useTranslation } from 'react-i18next';
import { adviceOf } from './advice';

/** What a provider answered, in its own words, and what to do about it in ours. */
export function Said({ text, isWell }: { text: string; isWell: boolean }) {
  const { t } = useTranslation('channels');
  const advice = isWell ? null : adviceOf(text);
  return (
    <>
      {advice && <div>{t(`advice.${advice}`)}</div>}
      {text && <div lang="en" style={{ overflowWrap: 'anywhere', opacity: advice ? 0.75 : 1 }}>{text}</div>}
    </>
  );
}
