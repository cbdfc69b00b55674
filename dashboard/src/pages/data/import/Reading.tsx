import { Group, NativeSelect, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyOptions, zoneOptions } from '../../../format/choices';
import type { ImportKind } from '../shapes';
import type { ImportChoices } from './mapping';

interface ReadingProps {
  kind: ImportKind;
  choices: ImportChoices;
  onZone: (zone: string | null) => void;
  onCurrency: (currency: string | null) => void;
  onDates: (dates: string) => void;
}

/** How to read times and amounts that do not say it themselves. */
export function Reading({ kind, choices, onZone, onCurrency, onDates }: ReadingProps) {
  const { t, i18n } = useTranslation('data');
  const { zone, currency, dates } = choices;
  const zones = useMemo(() => zoneOptions(zone), [zone]);
  const currencies = useMemo(() => currencyOptions(i18n.language, currency), [i18n.language, currency]);
  const shared = { searchable: true, limit: 60, allowDeselect: false, w: { base: '100%', xs: 280 } } as const;
  return (
    <Group align="flex-end" gap="md">
      <Select {...shared} label={t('import.zone')} data={zones} value={zone} onChange={onZone} />
      {kind === 'orders' && (
        <Select {...shared} label={t('import.currency')} data={currencies} value={currency} onChange={onCurrency} />
      )}
      <NativeSelect
        label={t('import.dates')}
        value={dates}
        onChange={(event) => onDates(event.currentTarget.value)}
        data={[
          { value: '', label: t('import.datesAsFile') },
          { value: 'day-first', label: t('import.datesDay') },
          { value: 'month-first', label: t('import.datesMonth') },
        ]}
      />
    </Group>
  );
}
