import { Autocomplete, Button, Select } from '@mantine/core';
import { IconFilterPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { fullField, newEventClaim, READINGS, shortField, readingOf, takesField, withReading, type ReadingChoice } from './claims';
import classes from './Conditions.module.css';
import { ConditionGroup } from './ConditionGroup';
import { WindowField } from './LengthField';
import { OperatorField } from './OperatorField';
import type { Compare, EventsOperand, ShareOperand } from './tree';
import { ValueField } from './ValueField';
import { OF_PRODUCTS, type Vocabulary } from './vocabulary';

interface ClaimProps { claim: Compare; onChange: (claim: Compare) => void; words: Vocabulary }

/** What customers did or did not do: which event, how much of it, which of them, and since when. */
export function BehaviourFields({ claim, onChange, words }: ClaimProps) {
  const { t } = useTranslation('conditions');
  const operand = claim.operand as EventsOperand;
  const reading = readingOf(claim);
  const change = (part: Partial<EventsOperand>) => onChange({ ...claim, operand: { ...operand, ...part } });
  const isTested = reading !== 'did' && reading !== 'did_not';
  const isNumber = reading !== 'first' && reading !== 'last';
  const fields = words.fieldsOf(operand.event || null);
  return (
    <>
      <Select
        size="xs" w={150} aria-label={t('reading.name')} value={reading} allowDeselect={false}
        data={READINGS.map((each) => ({ value: each, label: t(`reading.${each.replaceAll(' ', '_')}`) }))}
        onChange={(next) => next && onChange(withReading(claim, next as ReadingChoice))}
      />
      {takesField(reading) && (
        <>
          <FieldName value={operand.of ?? ''} data={fields} onChange={(of) => change({ of })} />
          <span className={classes.word}>{t('ofEvents')}</span>
        </>
      )}
      <EventField value={operand.event} words={words} onChange={(event) => change({ event })} />
      {!reading.startsWith('time') && <WindowField value={operand.within} onChange={(within) => change({ within })} />}
      {isTested && <OperatorField claim={claim} onChange={onChange} />}
      {isTested && <ValueField claim={claim} isNumber={isNumber} seen={operand.of ? words.seen(operand.of, operand.event) : []} onChange={(value) => onChange({ ...claim, value })} />}
      <Where operand={operand} words={words} onChange={(where) => change({ where })} />
    </>
  );
}

/** What customers mostly look at: the part of their events that are like this. */
export function ShareFields({ claim, onChange, words }: ClaimProps) {
  const { t } = useTranslation('conditions');
  const operand = claim.operand as ShareOperand;
  const change = (part: Partial<ShareOperand>) => onChange({ ...claim, operand: { ...operand, ...part } });
  const of = operand.of;
  const name = of.operand.kind === 'field' ? of.operand.name : '';
  const percent = { ...claim, value: typeof claim.value === 'number' ? Math.round(claim.value * 1000) / 10 : 50 };
  return (
    <>
      <OperatorField claim={claim} onChange={onChange} />
      <ValueField claim={percent} isNumber onChange={(value) => onChange({ ...claim, value: typeof value === 'number' ? Math.min(1, Math.max(0, value / 100)) : 0.5 })} />
      <span className={classes.word}>{t('percentOf')}</span>
      <EventField value={operand.event} words={words} onChange={(event) => change({ event })} />
      <WindowField value={operand.within} onChange={(within) => change({ within })} />
      <span className={classes.word}>{t('haveField')}</span>
      <FieldName value={name} data={[...words.fieldsOf(operand.event || null), ...OF_PRODUCTS]} onChange={(next) => change({ of: { ...of, operand: { kind: 'field', name: next, within: null } } })} />
      <OperatorField claim={of} onChange={(next) => change({ of: next })} />
      <ValueField claim={of} seen={words.seen(name, operand.event)} onChange={(value) => change({ of: { ...of, value } })} />
      <Where operand={operand} words={words} onChange={(where) => change({ where })} />
    </>
  );
}

function Where({ operand, words, onChange }: { operand: EventsOperand | ShareOperand; words: Vocabulary; onChange: (where: EventsOperand['where']) => void }) {
  const { t } = useTranslation('conditions');
  if (!operand.where) {
    return (
      <Button size="compact-xs" variant="subtle" leftSection={<IconFilterPlus size={13} />} onClick={() => onChange({ kind: 'all', parts: [newEventClaim()] })}>
        {t('where.add')}
      </Button>
    );
  }
  return (
    <div className={classes.where}>
      <ConditionGroup tree={operand.where} of="event" event={operand.event} words={words} depth={1} onChange={onChange} />
    </div>
  );
}

function EventField({ value, words, onChange }: { value: string | null; words: Vocabulary; onChange: (event: string | null) => void }) {
  const { t } = useTranslation('conditions');
  const any = t('anyEvent');
  return (
    <Autocomplete
      size="xs" w={190} aria-label={t('event')} placeholder={t('event')} data={[any, ...words.events.map((event) => event.value)]}
      value={value === null ? any : value} error={value === ''} onChange={(text) => onChange(text === any ? null : text)}
    />
  );
}

export function FieldName({ value, data, onChange }: { value: string; data: string[]; onChange: (name: string) => void }) {
  const { t } = useTranslation('conditions');
  return (
    <Autocomplete
      size="xs" w={150} aria-label={t('field')} placeholder={t('field')} data={[...new Set(data.map(shortField))]}
      value={shortField(value)} error={shortField(value) === ''} onChange={(text) => onChange(fullField(text))}
    />
  );
}
