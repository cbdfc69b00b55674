import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { at } from '../../api/client';
import type { ForetoldCustomer, PredictionModel } from '../../api/predictions';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { Reasons } from '../../parts/foretold';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column, type TableState } from '../../parts/table';

/** The likeliest customers, each with the three facts that move them most. */
export function Foretold({ model, currency, least }: { model: PredictionModel; currency: string; least: number }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const go = useGo();
  const [state, setState] = useState<TableState>({ offset: 0, limit: 20, sort: null, order: 'desc' });
  const percent = Math.round(100 * least);
  const list = useReport(at('/api/predictions/{model}/customers', { model: model.model }), { percent, limit: state.limit, offset: state.offset }, { isLive: false });
  const columns: Column<ForetoldCustomer>[] = [
    { key: 'name', title: t('customer'), cell: (row) => <CustomerLink customer={{ ...row, email: null }} isOfRow isShort /> },
    { key: 'probability', title: t('probability'), cell: (row) => format.share(row.probability), isNumber: true, bar: (row) => row.probability },
    { key: 'reasons', title: t('why'), cell: (row) => <Reasons reasons={row.reasons} currency={currency} />, isMinor: true, width: '62%' },
  ];
  const total = list.data?.total ?? 0;
  const counted = { count: total, customers: format.count(total) };
  const title = least ? t('list.above', { share: format.share(least, 0), ...counted }) : t('list.all', counted);
  return (
    <Panel title={title} text={t('list.text')} isFlush>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label={title} columns={columns} rows={list.data?.rows} rowKey={(row) => row.customer_id} hasFilter={false}
        isLoading={list.isLoading} isStale={list.isPlaceholderData} server={{ total, state, onChange: setState }}
        onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
      />
    </Panel>
  );
}
