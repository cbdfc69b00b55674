import { Autocomplete, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FORETOLD, isChance, operatorsFor, withOperator, type Claim } from './claims';
import { WindowField } from './LengthField';
import { OperatorField } from './OperatorField';
import type { Compare, FieldOperand } from './tree';
import { ValueField } from './ValueField';
import { CHANNELS, type Vocabulary } from './vocabulary';
import classes from './Conditions.module.css';

interface ClaimProps { kind: Claim; claim: Compare; onChange: (claim: Compare) => void; words: Vocabulary }

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const SCORES = ['rfm', 'rfm.r', 'rfm.f', 'rfm.m'] as const;

/** A named fact about a customer: trait, metric, stage, score, consent, device, place, hour. */
export function FieldFields(props: ClaimProps) {
  const { kind, claim, onChange, words } = props;
  const { t } = useTranslation('conditions');
  const operand = claim.operand as FieldOperand;
  if (kind === 'consent') return <ConsentFields {...props} />;
  const name = operand.name;
  const rename = (next: string) => onChange(fitted({ ...claim, operand: { ...operand, name: next } }));
  const weekdays = WEEKDAYS.map((day) => ({ value: day, label: t(`weekday.${day}`) }));
  const choices = name === 'stage' ? words.stages : name === 'rfm' ? words.rfm : name === 'context.weekday' ? weekdays : undefined;
  const isNumber = kind === 'metric' || kind === 'foretold' || name.startsWith('rfm.') || name === 'context.hour';
  return (
    <>
      {kind === 'metric' && <Select size="xs" w={170} searchable aria-label={t('metricName')} placeholder={t('metricName')} data={words.metrics} value={name || null} error={!name} allowDeselect={false} onChange={(next) => next && rename(next)} />}
      {kind === 'rfm' && <Select size="xs" w={170} aria-label={t('score.name')} data={SCORES.map((score) => ({ value: score, label: t(`score.${score.replace('.', '_')}`) }))} value={name} allowDeselect={false} onChange={(next) => next && rename(next)} />}
      {kind === 'foretold' && <Select size="xs" w={230} aria-label={t('foretold.name')} data={FORETOLD.map((each) => ({ value: each, label: t(`foretold.${each.replace('.', '_')}`) }))} value={name} allowDeselect={false} onChange={(next) => next && rename(next)} />}
      {(kind === 'trait' || kind === 'context') && <KeyField root={kind} name={name} keys={kind === 'trait' ? words.traits : words.context} onChange={rename} />}
      {kind === 'metric' && <WindowField value={operand.within} onChange={(within) => onChange({ ...claim, operand: { ...operand, within } })} />}
      <OperatorField claim={claim} onChange={onChange} />
      <ValueField claim={claim} choices={choices} isNumber={isNumber} isPercent={isChance(name)} seen={words.seen(name)} onChange={(value) => onChange({ ...claim, value })} />
    </>
  );
}

/** After another field was chosen, a test and a value that it can have. */
function fitted(claim: Compare): Compare {
  const fitting = operatorsFor(claim);
  const kept = fitting.includes(claim.operator) ? claim : withOperator(claim, fitting[0]!);
  const { name } = kept.operand as FieldOperand;
  const wantsNumber = name.startsWith('rfm.') || name === 'context.hour';
  if (isChance(name) && (typeof kept.value !== 'number' || kept.value > 1)) return { ...kept, value: 0.6 };
  if (name === 'value.expected' && (typeof kept.value !== 'number' || kept.value <= 1)) return { ...kept, value: 100 };
  const wantsName = name === 'rfm' || name === 'context.weekday';
  if (wantsNumber && typeof kept.value !== 'number') return { ...kept, value: name === 'context.hour' ? 9 : 3 };
  return wantsName && !Array.isArray(kept.value) ? { ...kept, value: '' } : kept;
}

function KeyField({ root, name, keys, onChange }: { root: 'trait' | 'context'; name: string; keys: string[]; onChange: (name: string) => void }) {
  const { t } = useTranslation('conditions');
  const key = name.slice(root.length + 1);
  return (
    <Autocomplete
      size="xs" w={170} aria-label={t(`key.${root}`)} placeholder={t(`key.${root}`)} data={keys} value={key} error={key === ''}
      onChange={(next) => onChange(`${root}.${next.trim()}`)}
    />
  );
}

function ConsentFields({ claim, onChange, words }: ClaimProps) {
  const { t } = useTranslation('conditions');
  const operand = claim.operand as FieldOperand;
  const [channel = 'email', topic = ''] = operand.name.slice('consent.'.length).split('.');
  const rename = (nextChannel: string, nextTopic: string) => onChange({ ...claim, operand: { ...operand, name: `consent.${nextChannel}.${nextTopic}` } });
  const isGranted = claim.value === true || claim.value === 1;
  const topics = words.topics.some((each) => each.value === topic) || !topic ? words.topics : [{ value: topic, label: topic }, ...words.topics];
  return (
    <>
      <Select
        size="xs" w={150} aria-label={t('consent.name')} value={String(isGranted)} allowDeselect={false}
        data={[{ value: 'true', label: t('consent.granted') }, { value: 'false', label: t('consent.refused') }]}
        onChange={(next) => onChange({ ...claim, operator: '=', value: next === 'true' })}
      />
      <Select size="xs" w={150} searchable aria-label={t('consent.topic')} placeholder={t('consent.topic')} data={topics} value={topic || null} error={!topic} allowDeselect={false} onChange={(next) => next && rename(channel, next)} />
      <span className={classes.word}>{t('consent.by')}</span>
      <Select size="xs" w={130} aria-label={t('consent.channel')} data={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))} value={channel} allowDeselect={false} onChange={(next) => next && rename(next, topic)} />
    </>
  );
}
