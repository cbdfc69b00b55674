import { Group, SegmentedControl, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Address } from '../../address';

const LIMITS = ['90 %', '95 %', '99 %', 'target', '30 days', '90 days', '180 days'] as const;

/** Whose walks are checked, and how long is too long. */
export function Choices({ address, onChange }: { address: Address; onChange: (changes: Address) => void }) {
  const { t } = useTranslation('conformance');
  return (
    <Group gap="sm" align="flex-end">
      <SegmentedControl
        size="sm" aria-label={t('who.name')} value={address.who === 'began' ? 'began' : 'everyone'}
        onChange={(value) => onChange({ who: value === 'began' ? 'began' : undefined })}
        data={[{ value: 'everyone', label: t('who.everyone') }, { value: 'began', label: t('who.began') }]}
      />
      <Select
        label={t('limit.name')} w={340} maw="100%" allowDeselect={false} value={address.limit ?? '95 %'}
        onChange={(value) => onChange({ limit: value === '95 %' ? undefined : (value ?? undefined) })}
        data={LIMITS.map((value) => ({ value, label: t(`limit.${value}`) }))}
      />
    </Group>
  );
}
