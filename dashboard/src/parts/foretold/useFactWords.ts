import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import type { FactRange, Reason, StrongFact } from '../../api/predictions';
import { useFormats } from '../../format';

type Kind = Reason['kind'];

/** Facts, their ranges and reasons in the operator's language. */
export function useFactWords(currency?: string) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const stageTitle = useStageTitle();

  const number = (value: number, kind: Kind) => {
    if (kind === 'money') return format.moneyShort(value, currency);
    if (kind === 'share') return format.share(value, 0);
    if (kind === 'days') return format.days(value);
    return kind === 'ratio' ? t('range.times', { times: format.decimal(value, 2) }) : format.count(value);
  };
  const whole = ({ low, high }: FactRange) => {
    const first = low ?? 0;
    if (high === null) return t('range.from', { low: format.count(first) });
    return high - 1 === first ? format.count(first) : t('range.between', { low: format.count(first), high: format.count(high - 1) });
  };

  /** `30 to 60 days`, `3 to 4`, `less than 10 %`. */
  const range = (fact: string, kind: Kind, of: FactRange): string => {
    if (of.is_unknown) return t(`unknown.${fact}`, { defaultValue: t('unknown.any') });
    if (of.is_rest) return t('range.rest');
    if (of.word !== null) return fact === 'stage' ? stageTitle(of.word) : t(`word.${of.word}`, { defaultValue: of.word });
    if (fact === 'is_known') return t(of.low === null ? 'range.no' : 'range.yes');
    if (kind === 'count') return whole(of);
    if (of.low === null && of.high === null) return t('range.any');
    if (of.low === null) return t('range.below', { high: number(of.high!, kind) });
    if (of.high === null) return t('range.from', { low: number(of.low, kind) });
    const low = kind === 'days' ? format.count(of.low) : number(of.low, kind);
    return t('range.between', { low, high: number(of.high, kind) });
  };
  /** A fact the dashboard has no words for is one's own: the server names it. */
  const title = ({ fact, title }: Pick<StrongFact, 'fact' | 'title'>) => t(`fact.${fact}`, { defaultValue: title });
  const reason = ({ fact, kind, range: of, text }: Reason) => {
    if (of.is_unknown) return t(`unknownReason.${fact}`, { defaultValue: text });
    return t(`reason.${fact}`, { range: range(fact, kind, of), defaultValue: text });
  };
  return { range, title, reason };
}
