import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStageTitle } from '../../api/maps';
import { useReport } from '../../api/report';
import { useSavedSegments } from '../../api/segments';

/** What customers are told apart by: where they came from, what they bought first, a trait, a segment. */
export function ApartPicker({ value, onChange }: { value: string | undefined; onChange: (by: string | undefined) => void }) {
  const { t } = useTranslation('apart');
  const traits = useReport('/api/segments/fields', {}, { isLive: false }).data?.seen.traits ?? [];
  const saved = useSavedSegments();
  const choices = [
    { group: t('facts'), items: ['source', 'first_product', 'stage'].map((by) => ({ value: by, label: t(`by.${by}`) })) },
    { group: t('segments'), items: saved.map((segment) => ({ value: `segment:${segment.name}`, label: segment.title })) },
    { group: t('traits'), items: traits.map((trait) => ({ value: `trait.${trait.name}`, label: trait.name })) },
  ].filter((each) => each.items.length > 0);
  return <Select size="xs" w={190} clearable searchable aria-label={t('choose')} placeholder={t('choose')} data={choices} value={value ?? null} onChange={(by) => onChange(by ?? undefined)} />;
}

/** How a group is called. */
export function useApartName(by: string | undefined): (value: string | null) => string {
  const { t } = useTranslation('apart');
  const stageTitle = useStageTitle();
  return (value) => {
    if (value === null) return t('unknown');
    if (by === 'stage') return stageTitle(value);
    return by?.includes(':') ? t(value === 'in' ? 'in' : 'out') : value;
  };
}
