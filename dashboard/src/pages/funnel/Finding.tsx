import { Trans, useTranslation } from 'react-i18next';
import type { FunnelReport } from '../../api/funnel';
import { useFormats } from '../../format';
import { inFull } from './inFull';
import { useWords } from './useWords';

/** Where the largest share is lost, in one sentence. */
export function Finding({ funnel }: { funnel: FunnelReport }) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const words = useWords();
  const whole = {
    converted: format.share(funnel.conversion.value ?? 0),
    customers: format.count(funnel.began.value ?? 0),
    steps: format.count(funnel.steps.length),
  };
  if (!funnel.is_ordered) return <Trans t={t} i18nKey="finding.anyOrder" values={whole} components={{ b: <b /> }} />;
  const worst = funnel.steps.find((step) => step.number === funnel.worst_step);
  const before = worst && funnel.steps[worst.number - 2];
  if (!worst || !before) return <Trans t={t} i18nKey="finding.all" values={whole} components={{ b: <b /> }} />;
  return (
    <Trans
      t={t}
      i18nKey="finding.lost"
      values={{ ...whole, share: format.share(1 - (worst.rate?.value ?? 0), 0), done: words.done(inFull(before)), todo: words.todo(inFull(worst)) }}
      components={{ b: <b /> }}
    />
  );
}
