import { Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSavedSegments } from '../../api/segments';
import { ConditionField } from '../../parts/fields/ConditionField';
import { inSegment, segmentOf } from './document';

interface AudienceFieldProps { value: string | undefined; onChange: (audience: string) => void }

const EVERYBODY = '*';
const OWN = '?';

/** To whom it goes: everybody, a saved segment, or customers whom a condition names. */
export function AudienceField({ value = '', onChange }: AudienceFieldProps) {
  const { t } = useTranslation('campaigns');
  const saved = useSavedSegments();
  const segment = segmentOf(value);
  const [isOwn, setOwn] = useState(value.trim() !== '' && segment === null);
  const isKnown = segment !== null && saved.some((each) => each.name === segment);
  const shown = isOwn || (segment !== null && !isKnown && saved.length > 0) ? OWN : segment ?? (value.trim() === '' ? EVERYBODY : OWN);
  const choose = (next: string | null) => {
    setOwn(next === OWN);
    if (next === EVERYBODY) onChange('');
    else if (next && next !== OWN) onChange(inSegment(next));
  };
  const segments = saved.map((each) => ({ value: each.name, label: each.title }));
  return (
    <Stack gap="xs">
      <Select
        label={t('form.audience')} description={t('form.audienceText')} value={shown} searchable allowDeselect={false} onChange={choose} nothingFoundMessage={t('form.noSegment')}
        data={[{ value: EVERYBODY, label: t('form.everybody') }, ...(segments.length > 0 ? [{ group: t('frame:segment.saved'), items: segments }] : []), { value: OWN, label: t('form.own') }]}
      />
      {shown === OWN && <ConditionField of="customer" label={t('form.condition')} value={value} onChange={onChange} />}
    </Stack>
  );
}
