import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import type { ImportRun } from '../shapes';

/** What an import's lines became, in words: `18,532 orders and 3,654 refunds`; empty where nothing did. */
export function useMade(): (run: Pick<ImportRun, 'orders' | 'refunds' | 'events' | 'customers' | 'as' | 'accepted_rows'>) => string {
  const { t } = useTranslation('data');
  const format = useFormats();
  return (run) => {
    // A file taken in before still holds its orders, but nothing came of them this time.
    if (run.accepted_rows === 0) return '';
    // Orders and refunds are events too; counted under both names they would be told twice.
    const kinds = run.as === 'orders' ? (['orders', 'refunds'] as const) : run.as === 'customers' ? (['customers'] as const) : (['events'] as const);
    const told = kinds.flatMap((kind) => {
      const count = run[kind] ?? 0;
      return count > 0 ? [t(`import.made.${kind}`, { count, formatted: format.count(count) })] : [];
    });
    return told.length > 0 ? format.list(told) : '';
  };
}
