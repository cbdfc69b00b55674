import { Select, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FunnelGroup, FunnelReport } from '../../api/funnel';
import { useStageTitle } from '../../api/maps';
import { useReport } from '../../api/report';
import { useSavedSegments } from '../../api/segments';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import { DataTable, type Column } from '../../parts/table';

interface GroupsProps {
  funnel: FunnelReport;
  by: string | undefined;
  isStale: boolean;
  onBy: (by: string | undefined) => void;
}

/** Who converts better: customers told apart by a trait, their source, a segment. */
export function Groups({ funnel, by, isStale, onBy }: GroupsProps) {
  const { t } = useTranslation('funnel');
  const format = useFormats();
  const stageTitle = useStageTitle();
  const fields = useReport('/api/segments/fields', {}, { isLive: false }).data;
  const saved = useSavedSegments();
  const nameOf = (group: FunnelGroup) => {
    if (group.value === null) return t('groups.unknown');
    if (by === 'stage') return stageTitle(group.value);
    return by?.includes(':') ? t(group.value === 'in' ? 'groups.in' : 'groups.out') : group.value;
  };
  const columns: Column<FunnelGroup>[] = [
    { key: 'value', title: t('groups.value'), cell: nameOf, value: nameOf, isSortable: true },
    { key: 'began', definition: 'funnel_began', title: t('groups.began'), cell: (row) => format.count(row.customers[0] ?? 0), value: (row) => row.customers[0] ?? 0, isNumber: true, isSortable: true },
    ...between(funnel, (row, place) => (row.customers[0] ? (row.customers[place] ?? 0) / row.customers[0] : null), format.share),
    { key: 'converted', definition: 'funnel_converted', title: t('groups.converted'), cell: (row) => format.count(row.customers.at(-1) ?? 0), value: (row) => row.customers.at(-1) ?? 0, isNumber: true, isSortable: true },
    { key: 'conversion', definition: 'funnel_conversion', title: t('groups.conversion'), cell: (row) => (row.conversion.value === null ? '–' : format.share(row.conversion.value)), value: (row) => row.conversion.value, isNumber: true, isSortable: true, bar: (row) => row.conversion.value ?? 0 },
    { key: 'interval', definition: 'funnel_conversion', title: t('groups.interval'), cell: (row) => (row.conversion.low === null || row.conversion.high === null ? '–' : t('table.between', { low: format.share(row.conversion.low), high: format.share(row.conversion.high) })), ends: { of: t('groups.conversion'), low: (row) => row.conversion.low, high: (row) => row.conversion.high }, isNumber: true, isMinor: true },
    { key: 'days', definition: 'funnel_days', title: t('groups.days'), cell: (row) => (row.days.value === null ? '–' : format.days(row.days.value)), value: (row) => row.days.value, isNumber: true, isMinor: true, isSortable: true },
  ];
  const choices = [
    { group: t('groups.facts'), items: ['source', 'first_product', 'stage'].map((value) => ({ value, label: t(`groups.by.${value}`) })) },
    { group: t('groups.segments'), items: saved.map((segment) => ({ value: `segment:${segment.name}`, label: segment.title })) },
    { group: t('groups.traits'), items: (fields?.seen.traits ?? []).map((trait) => ({ value: `trait.${trait.name}`, label: trait.name })) },
  ].filter((each) => each.items.length > 0);
  const told = funnel.groups.filter((group) => group.value !== null && !group.conversion.is_small_sample && group.conversion.value !== null);
  const ranked = [...told].sort((a, b) => (b.conversion.value ?? 0) - (a.conversion.value ?? 0));
  const [first, last] = [ranked[0], ranked.at(-1)];
  const isApart = first && last && (first.conversion.low ?? 0) > (last.conversion.high ?? 1);
  const found = first && last && isApart
    ? t('groups.found', { best: nameOf(first), share: format.share(first.conversion.value ?? 0), worst: nameOf(last), other: format.share(last.conversion.value ?? 0) })
    : t(ranked.length > 1 ? 'groups.alike' : 'groups.title');
  return (
    <Panel
      title={found}
      text={funnel.groups_left_out > 0 ? t('groups.more', { count: funnel.groups_left_out }) : undefined}
      actions={<Select size="xs" aria-label={t('groups.choose')} placeholder={t('groups.choose')} data={choices} value={by ?? null} onChange={(value) => onBy(value ?? undefined)} clearable searchable w={220} />}
      isFlush={funnel.groups.length > 0}
    >
      {funnel.groups.length > 0
        ? <DataTable label={t('groups.title')} columns={columns} rows={funnel.groups} rowKey={(row) => row.value ?? ''} isStale={isStale} />
        : <Text size="sm" c="dimmed">{t('groups.none')}</Text>}
    </Panel>
  );
}

/** A column for each step between the first and the last: the share of the group that came so far. */
function between(funnel: FunnelReport, shareOf: (row: FunnelGroup, place: number) => number | null, written: (share: number) => string): Column<FunnelGroup>[] {
  return funnel.steps.slice(1, -1).map((step) => ({
    key: `step-${step.number}`,
    title: `${step.number} ${step.event}`,
    definition: 'funnel_conversion',
    cell: (row) => { const share = shareOf(row, step.number - 1); return share === null ? '–' : written(share); },
    value: (row) => shareOf(row, step.number - 1),
    isNumber: true, isMinor: true, isSortable: true,
  }));
}
