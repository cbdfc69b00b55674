import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { useReport } from '../../../api/report';
import { ErrorState } from '../../../parts/ErrorState';
import { FormError } from '../../../parts/FormError';
import { ChartSkeleton } from '../../../parts/Skeletons';
import classes from '../Channels.module.css';
import type { Topic } from '../shapes';
import { TopicForm } from './TopicForm';
import { newTopic, topicsDocument } from './topics';

/** What customers may agree to hear about, in the order their preference page shows it. */
export function TopicsTab() {
  const topics = useReport('/api/topics', {}, { isLive: false });
  if (topics.isError) return <ErrorState error={topics.error} onRetry={() => void topics.refetch()} />;
  return topics.data ? <TopicsForm key={topics.data.yaml} topics={topics.data.topics} /> : <ChartSkeleton height={420} />;
}

function TopicsForm({ topics }: { topics: Topic[] }) {
  const { t } = useTranslation('channels');
  const queries = useQueryClient();
  const [form, setForm] = useState(topics);
  const [added, setAdded] = useState<number[]>([]);
  const save = useMutation({
    mutationFn: () => api.put('/api/topics', { document: topicsDocument(form) }),
    onSuccess: (kept) => {
      notifications.show({ message: t('topics.saved', { version: kept.version }), color: 'evergreen' });
      queries.setQueryData(['/api/topics', {}], kept);
    },
  });
  const isChanged = JSON.stringify(form) !== JSON.stringify(topics);
  const put = (index: number, topic: Topic | null) => {
    setForm(topic ? form.map((each, place) => (place === index ? topic : each)) : form.filter((_, place) => place !== index));
    if (!topic) setAdded(added.filter((each) => each !== index).map((each) => (each > index ? each - 1 : each)));
    if (save.isError) save.reset();
  };
  const move = (index: number) => {
    if (index < 1) return;
    const next = [...form];
    [next[index - 1], next[index]] = [next[index]!, next[index - 1]!];
    setForm(next);
    setAdded(added.map((each) => (each === index ? index - 1 : each === index - 1 ? index : each)));
  };
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>{t('topics.text')}</p>
      {form.map((topic, index) => (
        <TopicForm key={index} topic={topic} isNew={added.includes(index)} isFirst={index === 0} onChange={(next) => put(index, next)} onUp={() => move(index)} />
      ))}
      <div>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => { setAdded([...added, form.length]); setForm([...form, newTopic()]); }}>{t('topics.add')}</Button>
      </div>
      <FormError error={save.error} />
      <Group gap="xs">
        <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>{t('topics.save')}</Button>
        <Button variant="default" disabled={!isChanged} onClick={() => { setForm(topics); setAdded([]); save.reset(); }}>{t('discard')}</Button>
      </Group>
    </div>
  );
}
