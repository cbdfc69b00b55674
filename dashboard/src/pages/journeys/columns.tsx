import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useFormats } from '../../format';
import { StateBadge } from '../../parts/outcome/StateBadge';
import type { Column } from '../../parts/table';
import classes from './Journeys.module.css';
import { goalRate, messagesOf } from './run/figures';
import type { JourneyRow } from './shapes';
import { useWords } from './useWords';

const changedAt = (row: JourneyRow) => (row.state && row.state.changed_at > row.saved_at ? row.state.changed_at : row.saved_at);

export function useJourneyColumns(): Column<JourneyRow>[] {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const words = useWords();
  return useMemo(() => [
    {
      key: 'title', title: t('column.title'), isSortable: true, value: (row) => row.title,
      cell: (row) => (
        <PageLink to={`/journeys/${encodeURIComponent(row.name)}`} className={classes.who} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
          <span className={classes.name}>{row.title}</span>
          <span className={classes.small}>{words.trigger(row.trigger)}</span>
        </PageLink>
      ),
    },
    { key: 'status', title: t('column.status'), isSortable: true, value: (row) => row.state?.status ?? 'draft', cell: (row) => <StateBadge status={row.state?.status} /> },
    { key: 'entries', title: t('column.entries'), isSortable: true, isNumber: true, value: (row) => row.counts.entries, cell: (row) => format.count(row.counts.entries) },
    { key: 'inside', title: t('column.inside'), isSortable: true, isNumber: true, isMinor: true, value: (row) => row.counts.inside, cell: (row) => format.count(row.counts.inside) },
    { key: 'sent', title: t('column.sent'), isSortable: true, isNumber: true, isMinor: true, value: (row) => messagesOf(row.counts).sent, cell: (row) => format.count(messagesOf(row.counts).sent) },
    {
      key: 'goal', title: t('column.goal'), isSortable: true, isNumber: true, value: (row) => goalRate(row.counts),
      cell: (row) => { const rate = goalRate(row.counts); return rate === null ? '–' : format.share(rate); },
    },
    {
      key: 'changed', title: t('column.changed'), isSortable: true, isNumber: true, isMinor: true, value: changedAt,
      cell: (row) => <time dateTime={changedAt(row)} title={format.dateTime(changedAt(row))}>{format.ago(changedAt(row))}</time>,
    },
  ], [t, format, words]);
}
