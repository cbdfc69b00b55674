import { useTranslation } from 'react-i18next';
import type { Parameter, ValueReport } from '../../api/value';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

const DIGITS = 4;

/** For who wants to check: the fitted parameters with their intervals. */
export function Parameters({ value }: { value: ValueReport }) {
  const { t } = useTranslation('value');
  const { locale } = useFormats();
  if (value.parameters.length === 0) return null;
  const exact = new Intl.NumberFormat(locale, { minimumSignificantDigits: DIGITS, maximumSignificantDigits: DIGITS }).format;
  const columns: Column<Parameter>[] = [
    { key: 'name', title: t('parameters.name'), cell: (row) => <code>{row.name}</code>, value: (row) => row.name },
    { key: 'text', title: t('parameters.meaning'), cell: (row) => t(`parameters.text.${row.name}`), value: (row) => t(`parameters.text.${row.name}`), isMinor: true },
    { key: 'value', title: t('parameters.value'), cell: (row) => exact(row.value), value: (row) => row.value, isNumber: true },
    { key: 'low', title: t('parameters.low'), cell: (row) => exact(row.low), value: (row) => row.low, isNumber: true },
    { key: 'high', title: t('parameters.high'), cell: (row) => exact(row.high), value: (row) => row.high, isNumber: true },
  ];
  return (
    <Panel title={t('parameters.title')} text={t(value.renewals ? 'parameters.aboutRenewals' : 'parameters.about')} isFlush>
      <DataTable label={t('parameters.title')} columns={columns} rows={value.parameters} rowKey={(row) => row.name} />
    </Panel>
  );
}
