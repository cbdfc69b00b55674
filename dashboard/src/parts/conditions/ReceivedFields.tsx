import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useReport } from '../../api/report';
import { readingOf, withReading, type ReadingChoice } from './claims';
import { WindowField } from './LengthField';
import { OperatorField } from './OperatorField';
import { BECAME, ORIGINS, RECEIVED_CHANNELS, receivedOf, withReceived, type Became, type Origin, type ReceivedChannel } from './received';
import type { Compare, EventsOperand } from './tree';
import { ValueField } from './ValueField';

interface ReceivedFieldsProps { claim: Compare; onChange: (claim: Compare) => void }

const COUNTED = ['did', 'did_not', 'count'] as const;

/** What became of messages to the customer: of one, of a journey's or campaign's, or of any on a channel. */
export function ReceivedFields({ claim, onChange }: ReceivedFieldsProps) {
  const { t } = useTranslation('conditions');
  const received = receivedOf(claim);
  const documents: Record<Origin, { name: string; title: string }[]> = {
    message: useReport('/api/messages', {}, { isLive: false }).data ?? [],
    journey: useReport('/api/journeys', {}, { isLive: false }).data ?? [],
    campaign: useReport('/api/campaigns', {}, { isLive: false }).data ?? [],
  };
  if (!received) return null;
  const operand = claim.operand as EventsOperand;
  const reading = readingOf(claim);
  const change = (part: Partial<typeof received>) => onChange(withReceived(claim, { ...received, ...part }));
  const { of } = received;
  const isKnown = !of || documents[of.origin].some((each) => each.name === of.name);
  const groups = ORIGINS.map((origin) => ({
    group: t(`received.${origin}`),
    items: [...documents[origin], ...(!isKnown && of.origin === origin ? [{ name: of.name, title: of.name }] : [])].map((each) => ({ value: `${origin}:${each.name}`, label: each.title })),
  })).filter((each) => each.items.length > 0);
  const choose = (value: string | null) => {
    const [origin = '', ...name] = (value ?? '').split(':');
    change({ of: origin ? { origin: origin as Origin, name: name.join(':') } : null });
  };
  return (
    <>
      <Select
        size="xs" w={112} aria-label={t('reading.name')} value={reading} allowDeselect={false}
        data={COUNTED.map((each) => ({ value: each, label: t(`received.reading.${each}`) }))}
        onChange={(next) => next && onChange(withReading(claim, next as ReadingChoice))}
      />
      <Select
        size="xs" w={150} aria-label={t('received.became')} value={received.became} allowDeselect={false}
        data={BECAME.map((each) => ({ value: each, label: t(`received.${each}`) }))} onChange={(next) => next && change({ became: next as Became })}
      />
      <Select
        size="xs" w={130} aria-label={t('consent.channel')} value={received.channel} allowDeselect={false}
        data={RECEIVED_CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))} onChange={(next) => next && change({ channel: next as ReceivedChannel })}
      />
      <Select
        size="xs" w={220} searchable aria-label={t('received.which')} value={of ? `${of.origin}:${of.name}` : ''} allowDeselect={false}
        data={[{ value: '', label: t('received.any') }, ...groups]} onChange={choose}
      />
      <WindowField value={operand.within} onChange={(within) => onChange({ ...claim, operand: { ...operand, within } })} />
      {reading === 'count' && <OperatorField claim={claim} onChange={onChange} />}
      {reading === 'count' && <ValueField claim={claim} isNumber seen={[]} onChange={(value) => onChange({ ...claim, value })} />}
    </>
  );
}
