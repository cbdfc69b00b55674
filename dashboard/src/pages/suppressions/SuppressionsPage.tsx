import { Button, NativeSelect } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconMailOff, IconPlus, IconUpload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';
import { AddDialog } from './AddDialog';
import { ImportDialog } from './ImportDialog';
import { RemoveDialog } from './RemoveDialog';
import { addressOf, CHANNELS, REASONS, type Suppression } from './shapes';

const PAGE = 50;
const SEARCH_WAIT_MS = 250;

/** Addresses that nothing may be sent to, and why. */
export default function SuppressionsPage() {
  const { t } = useTranslation(['suppressions', 'messages']);
  const format = useFormats();
  const [address, change] = useAddress();
  const [open, setOpen] = useState<'add' | 'import' | null>(null);
  const [removed, setRemoved] = useState<Suppression | null>(null);
  const [text, setText] = useState(address.q ?? '');
  const search = useDebouncedCallback((q: string) => change({ q: q || undefined, offset: undefined }, { replace: true }), SEARCH_WAIT_MS);
  const offset = Math.max(0, Number.parseInt(address.offset ?? '0', 10) || 0);
  const list = useReport('/api/suppressions', { channel: address.channel, reason: address.reason, search: address.q, offset, limit: PAGE });
  const columns = useColumns(setRemoved);
  const isFiltered = Boolean(address.channel || address.reason || address.q);
  const isEmpty = list.data?.total === 0 && !isFiltered;
  const select = (key: 'channel' | 'reason', options: readonly string[], name: (option: string) => string) => (
    <NativeSelect
      size="xs" aria-label={t(`column.${key}`)} value={address[key] ?? ''} onChange={(event) => change({ [key]: event.currentTarget.value || undefined, offset: undefined })}
      data={[{ value: '', label: t(`any.${key}`) }, ...options.map((option) => ({ value: option, label: name(option) }))]}
    />
  );
  const actions = (
    <>
      <Button size="xs" variant="default" leftSection={<IconUpload size={14} />} onClick={() => setOpen('import')}>{t('import.open')}</Button>
      <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setOpen('add')}>{t('add.open')}</Button>
    </>
  );
  const finding = list.data && !isEmpty && (
    <Trans t={t} i18nKey={isFiltered ? 'finding.filtered' : 'finding.all'} count={list.data.total} values={{ formatted: format.count(list.data.total) }} components={{ b: <b /> }} />
  );
  return (
    <Page title={t('title')} actions={!isEmpty && actions} finding={list.data ? finding : !list.isError && <FindingSkeleton />}>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {isEmpty && <EmptyState icon={IconMailOff} title={t('empty.title')} text={t('empty.text')} action={<div style={{ display: 'flex', gap: 8 }}>{actions}</div>} />}
      {!isEmpty && !(list.isError && !list.data) && (
        <Panel isFlush>
          <DataTable
            label={t('title')} columns={columns} rows={list.data?.rows} rowKey={(row) => `${row.channel} ${row.address_hash}`} isLoading={list.isLoading} isStale={list.isPlaceholderData}
            server={{ total: list.data?.total ?? 0, state: { offset, limit: PAGE, sort: null, order: 'desc' }, onChange: (next) => change({ offset: next.offset ? String(next.offset) : undefined }) }}
            filter={{ text, placeholder: t('search'), onChange: (next) => { setText(next); search(next); } }}
            tools={<>{select('channel', CHANNELS, (channel) => (channel === 'all' ? t('allChannels') : t(`messages:channel.${channel}`)))}{select('reason', REASONS, (reason) => t(`reason.${reason}`))}</>}
            exportHref="/api/suppressions/export"
          />
        </Panel>
      )}
      <AddDialog isOpen={open === 'add'} onClose={() => setOpen(null)} />
      <ImportDialog isOpen={open === 'import'} onClose={() => setOpen(null)} />
      <RemoveDialog row={removed} onClose={() => setRemoved(null)} />
    </Page>
  );
}

function useColumns(onRemove: (row: Suppression) => void): Column<Suppression>[] {
  const { t } = useTranslation(['suppressions', 'messages']);
  const format = useFormats();
  return useMemo(() => [
    { key: 'address', title: t('column.address'), cell: (row) => (row.address ? row.address : <code title={row.address_hash}>{t('hashed', { hash: row.address_hash.slice(0, 12) })}</code>), value: addressOf },
    { key: 'channel', title: t('column.channel'), cell: (row) => (row.channel === 'all' ? t('allChannels') : t(`messages:channel.${row.channel}`)), value: (row) => row.channel, isMinor: true },
    { key: 'reason', title: t('column.reason'), cell: (row) => t(`reason.${row.reason}`), value: (row) => row.reason },
    { key: 'note', title: t('column.note'), cell: (row) => row.note, value: (row) => row.note, isMinor: true },
    { key: 'since', title: t('column.since'), cell: (row) => <span title={format.dateTime(row.since)}>{format.ago(row.since)}</span>, value: (row) => row.since, isMinor: true },
    { key: 'by', title: t('column.by'), cell: (row) => row.by, value: (row) => row.by, isMinor: true },
    { key: 'remove', title: t('remove.open'), isTitleHidden: true, isNumber: true, cell: (row) => <Button size="compact-xs" variant="subtle" color="gray" aria-label={t('remove.name', { address: addressOf(row) })} onClick={() => onRemove(row)}>{t('remove.open')}</Button> },
  ], [t, format, onRemove]);
}
