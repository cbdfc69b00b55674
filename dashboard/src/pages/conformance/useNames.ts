import { useTranslation } from 'react-i18next';
import type { Deviation } from '../../api/conformance';
import { useStageTitle } from '../../api/maps';

/** A deviation in words: `Skipped Acquisition`. */
export function useDeviationName() {
  const { t } = useTranslation('conformance');
  const title = useStageTitle();
  return ({ kind, source, target }: Pick<Deviation, 'kind' | 'source' | 'target'>) => {
    const names = { source: source ? title(source) : t('nowhere'), target: target ? title(target) : '' };
    return t(`kind.${kind}`, names);
  };
}

const FACTS = ['source', 'first_product', 'stage'];

/** What a fact is called. */
export function useFactName() {
  const { t } = useTranslation('conformance');
  return (fact: string) => (FACTS.includes(fact) ? t(`fact.${fact}`) : fact.replace(/^trait\./, ''));
}
