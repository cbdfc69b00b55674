import { Group, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyOptions, zoneOptions } from '../../../format/choices';
import type { ImportKind } from '../shapes';

interface ReadingProps {
  kind: ImportKind;
  zone: string;
  currency: string;
  onZone: (zone: string | null) => void;
  onCurrency: (currency: string | null) => void;
}

/** How to read times and amounts that do not say it themselves. */
export function Reading({ kind, zone, currency, onZone, onCurrency }: ReadingProps) {
  const { t, i18n } = useTranslation('data');
  const zones = useMemo(() => zoneOptions(zone), [zone]);
  const currencies = useMemo(() => currencyOptions(i18n.language, currency), [i18n.language, currency]);
  const shared = { searchable: true, limit: 60, allowDeselect: false, w: { base: '100%', xs: 280 } } as const;
  return (
    <Group align="flex-end" gap="md">
      <Select {...shared} label={t('import.zone')} data={zones} value={zone} onChange={onZone} />
      {kind === 'orders' && (
        <Select {...shared} label={t('import.currency')} data={currencies} value={currency} onChange={onCurrency} />
      )}
    </Group>
  );
}
