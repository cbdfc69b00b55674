import { Autocomplete, Group, MultiSelect, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address } from '../../address';
import type { PathsReport } from '../../api/paths';
import { useReport } from '../../api/report';
import { QUIETS, STEPS, withoutText } from './asked';

interface ChoicesProps {
  address: Address;
  report: PathsReport | undefined;
  onChange: (changes: Address) => void;
}

/** Where paths begin, which way, how deep, and what is looked through. */
export function Choices({ address, report, onChange }: ChoicesProps) {
  const { t } = useTranslation('paths');
  const seen = useReport('/api/segments/fields', {}, { isLive: false }).data?.seen.events ?? [];
  const names = seen.map((event) => event.name);
  const left = (report?.without ?? []).filter((name) => address.without || names.includes(name));
  return (
    <Group gap="sm" align="flex-end">
      <EventChoice key={address.event ?? ''} event={address.event ?? ''} names={names} onChoose={(event) => onChange({ event: event || undefined })} />
      <SegmentedControl
        size="sm" aria-label={t('way.name')} value={address.way === 'before' ? 'before' : 'after'}
        onChange={(value) => onChange({ way: value === 'before' ? 'before' : undefined })}
        data={[{ value: 'after', label: t('way.after') }, { value: 'before', label: t('way.before') }]}
      />
      <Select
        label={t('steps')} w={110} allowDeselect={false} value={address.deep ?? '4'} data={[...STEPS]}
        onChange={(value) => onChange({ deep: value === '4' ? undefined : (value ?? undefined) })}
      />
      <Select
        label={t('quiet.name')} w={150} allowDeselect={false} value={address.quiet ?? '30 minutes'}
        data={QUIETS.map((value) => ({ value, label: t(`quiet.${value}`) }))}
        onChange={(value) => onChange({ quiet: value === '30 minutes' ? undefined : (value ?? undefined) })}
      />
      <MultiSelect
        label={t('without')} placeholder={left.length ? undefined : t('withoutNone')} searchable clearable maw={420} miw={220} value={left}
        data={[...new Set([...names, ...left])].filter((name) => name !== address.event)}
        onChange={(value) => onChange({ without: withoutText(value) })}
      />
    </Group>
  );
}

/** An event by name; empty stands for where sessions begin. */
function EventChoice({ event, names, onChoose }: { event: string; names: string[]; onChoose: (event: string) => void }) {
  const { t } = useTranslation('paths');
  const [text, setText] = useState(event);
  const choose = (value: string) => value !== event && onChoose(value.trim());
  return (
    <Autocomplete
      label={t('event')} placeholder={t('sessions')} w={230} value={text} data={names} maxLength={200} limit={20} clearable
      onChange={(value) => { setText(value); if (value === '' && event) onChoose(''); }}
      onOptionSubmit={choose} onBlur={() => choose(text)}
      onKeyDown={(key) => { if (key.key === 'Enter') choose(text); }}
    />
  );
}
