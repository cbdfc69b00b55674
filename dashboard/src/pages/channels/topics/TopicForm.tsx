import { ActionIcon, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from '../Channels.module.css';
import type { Topic } from '../shapes';
import { LANGUAGES } from './topics';

interface TopicFormProps { topic: Topic; isNew: boolean; isFirst: boolean; onChange: (topic: Topic | null) => void; onUp: () => void }

const CHANNELS = ['email', 'sms', 'push', 'web_push', 'whatsapp', 'messenger', 'in_app'] as const;
const RULES = ['none', 'opt_in', 'double_opt_in', 'opt_out'] as const;

/** One topic: what customers read, which consent it needs, and by which channels it comes. */
export function TopicForm({ topic, isNew, isFirst, onChange, onUp }: TopicFormProps) {
  const { t, i18n } = useTranslation(['channels', 'messages']);
  const names = new Intl.DisplayNames(i18n.language, { type: 'language', fallback: 'code' });
  const change = (part: Partial<Topic>) => onChange({ ...topic, ...part });
  const rule = topic.kind === 'transactional' ? 'none' : topic.consent;
  const spoken = [...new Set([...LANGUAGES, ...Object.keys(topic.titles), ...Object.keys(topic.texts)])];
  return (
    <section className={classes.topic} aria-label={topic.title || t('topics.new')}>
      <div className={classes.pair}>
        <TextInput label={t('topics.title')} required value={topic.title} onChange={(event) => change({ title: event.currentTarget.value })} />
        <Group gap={4} align="flex-end" wrap="nowrap">
          <TextInput style={{ flex: 1 }} label={t('topics.id')} required value={topic.id} readOnly={!isNew} maxLength={40} onChange={(event) => change({ id: event.currentTarget.value })} />
          <ActionIcon size="lg" variant="subtle" color="gray" disabled={isFirst} aria-label={t('topics.up', { title: topic.title })} onClick={onUp}><IconArrowUp size={16} /></ActionIcon>
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('topics.remove', { title: topic.title })} onClick={() => onChange(null)}><IconTrash size={16} /></ActionIcon>
        </Group>
        <TextInput label={t('topics.explain')} value={topic.text} onChange={(event) => change({ text: event.currentTarget.value })} />
        <Select
          label={t('topics.consent')} value={rule} allowDeselect={false} data={RULES.map((each) => ({ value: each, label: t(`topics.rule.${each}`) }))}
          onChange={(next) => change(next === 'none' ? { kind: 'transactional' } : { kind: 'marketing', consent: (next ?? 'opt_in') as Topic['consent'] })}
        />
        <MultiSelect label={t('topics.channels')} value={topic.channels} data={CHANNELS.map((channel) => ({ value: channel, label: t(`messages:channel.${channel}`) }))} onChange={(channels) => change({ channels })} />
      </div>
      <details>
        <summary className={classes.summary}>{t('topics.languages', { count: Object.values(topic.titles).filter(Boolean).length })}</summary>
        {spoken.map((code) => (
          <div key={code} className={classes.pair} style={{ marginTop: 8 }}>
            <TextInput size="xs" label={t('topics.titleIn', { language: names.of(code) ?? code })} value={topic.titles[code] ?? ''} onChange={(event) => change({ titles: { ...topic.titles, [code]: event.currentTarget.value } })} />
            <TextInput size="xs" label={t('topics.textIn', { language: names.of(code) ?? code })} value={topic.texts[code] ?? ''} onChange={(event) => change({ texts: { ...topic.texts, [code]: event.currentTarget.value } })} />
          </div>
        ))}
      </details>
    </section>
  );
}
