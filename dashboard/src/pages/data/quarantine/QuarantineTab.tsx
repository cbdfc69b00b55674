import { Button, Group, NativeSelect, Stack } from '@mantine/core';
import { IconRefresh, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../../address';
import { addressOf } from '../../../api/client';
import { useReport } from '../../../api/report';
import { useFormats } from '../../../format';
import { EmptyState } from '../../../parts/EmptyState';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { DataTable, useTableAddress } from '../../../parts/table';
import type { QuarantinedRecord } from '../shapes';
import { useQuarantineColumns } from './columns';
import { Reasons } from './Reasons';
import { RecordPanel } from './RecordPanel';
import { RetryDialog } from './RetryDialog';

/** Records that could not be used, each with its reason, until they are mended or retried. */
export function QuarantineTab() {
  const { t } = useTranslation('data');
  const format = useFormats();
  const [address, change] = useAddress();
  const [table, setTable] = useTableAddress({ sort: 'received_at', order: 'desc' });
  const [isRetrying, setRetrying] = useState(false);
  const [chosen, setChosen] = useState<QuarantinedRecord | null>(null);
  const { reason, from } = address;
  const intake = useReport('/api/intake');
  const sources = useReport('/api/sources');
  const page = useReport('/api/quarantine', { reason, source: from, offset: table.offset, limit: table.limit });
  const columns = useQuarantineColumns(sources.data ?? []);
  const total = page.data?.total ?? 0;
  const isFiltered = Boolean(reason || from);

  if (page.isError && !page.data) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />;
  if (page.data && total === 0 && !isFiltered) {
    return <EmptyState icon={IconShieldCheck} title={t('quarantine.emptyTitle')} text={t('quarantine.emptyText')} />;
  }
  return (
    <Stack gap="lg">
      <Panel title={t('quarantine.reasons')}>
        <Reasons reasons={intake.data?.by_reason} chosen={reason} onChoose={(code) => change({ reason: code, offset: undefined })} />
      </Panel>
      <Panel isFlush>
        <DataTable
          label={t('tab.quarantine')}
          columns={columns}
          rows={page.data?.rows}
          rowKey={(row) => String(row.id)}
          onRow={setChosen}
          isLoading={page.isLoading}
          isStale={page.isPlaceholderData}
          server={{ total, state: table, onChange: setTable }}
          tools={
            <Group gap="xs">
              <NativeSelect
                size="xs"
                aria-label={t('quarantine.source')}
                value={from ?? ''}
                onChange={(event) => change({ from: event.currentTarget.value || undefined, offset: undefined })}
                data={[{ value: '', label: t('quarantine.anySource') }, ...(sources.data ?? []).map((source) => ({ value: source.id, label: source.name }))]}
              />
              {reason && !from && total > 0 && (
                <Button size="xs" variant="light" leftSection={<IconRefresh size={14} />} onClick={() => setRetrying(true)}>
                  {t('quarantine.retryAll', { count: total, formatted: format.count(total) })}
                </Button>
              )}
            </Group>
          }
          exportHref={addressOf('/api/quarantine/download', { reason })}
          exportText={t('quarantine.downloadName')}
          empty={<EmptyState icon={IconShieldCheck} title={t('quarantine.emptyReason')} />}
        />
      </Panel>
      <RetryDialog reason={isRetrying ? (reason ?? null) : null} count={total} onClose={() => setRetrying(false)} />
      <RecordPanel record={chosen} onClose={() => setChosen(null)} />
    </Stack>
  );
}
