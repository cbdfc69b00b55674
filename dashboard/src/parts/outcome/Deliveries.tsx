import { Group, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import type { Shape } from '../../api/contract';
import { useReport } from '../../api/report';
import { useCampaignTitle, useJourneyTitle, useMessageTitle } from '../../api/titles';
import { useFormats } from '../../format';
import { calledIn, CustomerLink, wordsOf } from '../customer';
import { ErrorState } from '../ErrorState';
import { DataTable, type Column, type TableState } from '../table';
import { MessagePanel } from './MessagePanel';
import classes from './Outcome.module.css';
import { useOutcome } from './useOutcome';

export type Delivery = Shape<'DeliveryShown'>;
const STATUSES = ['sent', 'suppressed', 'waiting', 'failed', 'unknown'] as const;

interface DeliveriesProps {
  label: string;
  /** Whose messages: of a customer, or of a journey or campaign. */
  of: { customer: string } | { origin: 'journey' | 'campaign'; name: string };
  status?: string;
  reason?: string;
  onStatus: (status: string | undefined) => void;
  limit?: number;
}

/** Messages with what became of each and why: the answer to "why not sent?". */
export function Deliveries({ label, of, status, reason, onStatus, limit = 20 }: DeliveriesProps) {
  const { t } = useTranslation('outcome');
  const outcome = useOutcome();
  const [state, setState] = useState<TableState>({ offset: 0, limit, sort: null, order: 'desc' });
  const [open, setOpen] = useState<string | null>(null);
  const columns = useColumns('customer' in of);
  const page = useReport('/api/deliveries', { ...of, status, reason, limit, offset: state.offset });
  return (
    <>
      {page.isError && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {!(page.isError && !page.data) && (
        <DataTable
          label={label} columns={columns} rows={page.data?.rows} rowKey={(row) => row.message_id} onRow={(row) => setOpen(row.message_id)}
          isLoading={page.isLoading} isStale={page.isPlaceholderData} server={{ total: page.data?.total ?? 0, state, onChange: setState }}
          tools={
            <Group gap="xs">
              <Select
                size="xs" w={150} allowDeselect={false} aria-label={t('list.status')} value={status ?? ''}
                data={[{ value: '', label: t('list.any') }, ...STATUSES.map((each) => ({ value: each, label: outcome.status(each) }))]}
                onChange={(next) => { setState({ ...state, offset: 0 }); onStatus(next || undefined); }}
              />
              {reason && <Text size="xs" c="dimmed">{outcome.suppressed(reason)}</Text>}
            </Group>
          }
          empty={<Text px={20} py="md" size="sm" c="dimmed">{t(status ? 'list.noneLike' : 'list.none')}</Text>}
        />
      )}
      <MessagePanel messageId={open} onClose={() => setOpen(null)} />
    </>
  );
}

function useColumns(isOfCustomer: boolean): Column<Delivery>[] {
  const { t } = useTranslation('outcome');
  const format = useFormats();
  const outcome = useOutcome();
  const titleOf = useMessageTitle();
  return useMemo(() => [
    { key: 'due_at', title: t('list.when'), cell: (row) => <time className={classes.when} dateTime={row.sent_at ?? row.due_at} title={format.dateTime(row.sent_at ?? row.due_at)}>{format.dateTime(row.sent_at ?? row.due_at)}</time>, value: (row) => row.due_at },
    isOfCustomer
      ? { key: 'origin', title: t('list.from'), cell: (row) => <Origin row={row} />, value: (row) => row.origin_name }
      : { key: 'customer', title: t('list.customer'), cell: (row) => <CustomerLink customer={calledIn(row)} />, value: wordsOf },
    { key: 'message', title: t('list.message'), cell: (row) => titleOf(row.template), value: (row) => titleOf(row.template) },
    { key: 'channel', title: t('list.channel'), isMinor: true, cell: (row) => outcome.channel(row.channel), value: (row) => row.channel },
    { key: 'status', title: t('list.status'), cell: (row) => <Status row={row} />, value: (row) => row.status },
  ], [t, format, outcome, isOfCustomer, titleOf]);
}

function Origin({ row }: { row: Delivery }) {
  const { t } = useTranslation('outcome');
  const titles = { journey: useJourneyTitle(), campaign: useCampaignTitle() };
  if (row.origin !== 'journey' && row.origin !== 'campaign') return <>{t(`origin.${row.origin}`, { defaultValue: row.origin })}</>;
  const to = row.origin === 'journey' ? `/journeys/${encodeURIComponent(row.origin_name)}` : `/campaigns/${encodeURIComponent(row.origin_name)}`;
  return <PageLink to={to} onClick={(event) => event.stopPropagation()}>{titles[row.origin](row.origin_name)}</PageLink>;
}

/** The status with its reason below: never a bare "not sent". */
export function Status({ row }: { row: Pick<Delivery, 'status' | 'reason' | 'waits_for'> & { why?: string } }) {
  const outcome = useOutcome();
  const why = outcome.why(row);
  return (
    <span className={classes.status}>
      <span>{outcome.status(row.status)}</span>
      {why && <span className={classes.why}>{why}</span>}
    </span>
  );
}
