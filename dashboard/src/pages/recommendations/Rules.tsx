import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BoughtTogetherReport, ShownRule } from '../../api/recommendations';
import { useFormats } from '../../format';
import { FigureNumber } from '../../parts/Figure';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

/** Who buys this, also buys that: every rule, the highest lift first. */
export function Rules({ report, isStale }: { report: BoughtTogetherReport; isStale: boolean }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  if (!report.rules.length) return null;
  const items = (rule: ShownRule) => rule.items.map((item) => item.name).join(' + ');
  const most = Math.max(...report.rules.map((rule) => rule.lift.value ?? 0));
  const sure = report.rules.filter((rule) => rule.is_beyond_chance).length;
  const columns: Column<ShownRule>[] = [
    { key: 'items', title: t('rules.items'), cell: items, value: items, isSortable: true },
    {
      key: 'then',
      title: t('rules.then'),
      cell: (rule) => <Group gap="2px 8px"><span>{rule.then.name}</span>{!rule.is_beyond_chance && <Badge size="sm" variant="light" color="gray" style={{ flexShrink: 0, height: 'auto', textTransform: 'none' }} styles={{ label: { whiteSpace: 'normal' } }}>{t('rules.chance')}</Badge>}</Group>,
      value: (rule) => rule.then.name,
      isSortable: true,
    },
    { key: 'lift', definition: 'rule_lift', title: t('rules.lift'), cell: (rule) => format.decimal(rule.lift.value ?? 0), value: (rule) => rule.lift.value, isNumber: true, isSortable: true, bar: (rule) => (rule.lift.value ?? 0) / most },
    { key: 'confidence', definition: 'rule_confidence', title: t('rules.confidence'), cell: (rule) => <FigureNumber figure={rule.confidence} />, value: (rule) => rule.confidence.value, isNumber: true, isSortable: true },
    { key: 'interval', definition: 'rule_confidence', title: t('rules.interval'), cell: (rule) => t('rules.between', { low: format.share(rule.confidence.low ?? 0), high: format.share(rule.confidence.high ?? 0) }), ends: { of: t('rules.confidence'), low: (rule) => rule.confidence.low, high: (rule) => rule.confidence.high }, isNumber: true, isMinor: true },
    { key: 'support', definition: 'rule_support', title: t('rules.support'), cell: (rule) => format.share(rule.support.value ?? 0), value: (rule) => rule.support.value, isNumber: true, isSortable: true, isMinor: true },
    { key: 'orders', definition: 'rule_orders', title: t('rules.orders'), cell: (rule) => format.count(rule.orders), value: (rule) => rule.orders, isNumber: true, isSortable: true, isMinor: true },
  ];
  return (
    <Panel title={t('rules.title', { sure: format.count(sure), count: report.rules.length })} text={t('rules.text')} isFlush>
      <DataTable label={t('view.together')} columns={columns} rows={report.rules} rowKey={(rule) => `${rule.items.map((item) => item.id).join('+')}>${rule.then.id}`} isStale={isStale} pageSize={20} />
    </Panel>
  );
}
