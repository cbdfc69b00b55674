import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { addressOf, at } from '../../api/client';
import type { ForetoldCustomer, PredictionModel } from '../../api/predictions';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { Reasons } from '../../parts/foretold';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column, type TableState } from '../../parts/table';
import classes from './Predictions.module.css';

/** The likeliest customers, each with the three facts that move them most. Those alike stand in the order of what is expected of them. */
export function Foretold({ model, currency, least }: { model: PredictionModel; currency: string; least: number }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const go = useGo();
  const [state, setState] = useState<TableState>({ offset: 0, limit: 20, sort: null, order: 'desc' });
  const percent = Math.round(100 * least);
  const list = useReport(at('/api/predictions/{model}/customers', { model: model.model }), { percent, limit: state.limit, offset: state.offset }, { isLive: false });
  const columns: Column<ForetoldCustomer>[] = [
    { key: 'name', title: t('customer'), cell: (row) => <><CustomerLink customer={{ ...row, email: null }} isOfRow isShort /><div className={classes.onPhone}><Reasons reasons={row.reasons} currency={currency} /></div></> },
    { key: 'probability', definition: 'prediction_probability', title: t('probability'), cell: (row) => <Chance row={row} />, isNumber: true, bar: (row) => row.probability },
    { key: 'value', title: t('expected'), definition: 'expected_value', cell: (row) => (row.value_micros === null ? '–' : format.money(row.value_micros, currency)), isNumber: true, isMinor: true },
    { key: 'reasons', title: t('why'), cell: (row) => <Reasons reasons={row.reasons} currency={currency} />, isMinor: true, width: '52%' },
  ];
  const total = list.data?.total ?? 0;
  const counted = { count: total, customers: format.count(total) };
  const first = state.offset === 0 ? list.data?.rows[0] : undefined;
  const tied = first && (first.alike ?? 1) > 1 ? { first: format.count(first.alike ?? 1), highest: format.share(first.probability) } : null;
  const title = tied ? t('list.alike', { ...tied, ...counted }) : least ? t('list.above', { share: format.share(least, 0), ...counted }) : t('list.all', counted);
  return (
    <Panel title={title} text={t('list.text')} isFlush>
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      <DataTable
        label={title} columns={columns} rows={list.data?.rows} rowKey={(row) => row.customer_id} hasFilter={false}
        isLoading={list.isLoading} isStale={list.isPlaceholderData} server={{ total, state, onChange: setState }}
        exportHref={addressOf(at('/api/predictions/{model}/export', { model: model.model }), { percent })}
        onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
      />
    </Panel>
  );
}

/** A probability, and how many others have the same one. */
function Chance({ row }: { row: ForetoldCustomer }) {
  const { t } = useTranslation('predictions');
  const format = useFormats();
  const alike = row.alike ?? 1;
  return (
    <>
      {format.share(row.probability)}
      {alike > 1 && <span className={classes.alike}>{t('alike', { count: alike, customers: format.count(alike) })}</span>}
    </>
  );
}
