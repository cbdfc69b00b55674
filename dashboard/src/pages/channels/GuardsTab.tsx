import { ActionIcon, Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useReport } from '../../api/report';
import { ErrorState } from '../../parts/ErrorState';
import { FormError } from '../../parts/FormError';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import classes from './Channels.module.css';
import type { Guards } from './shapes';

const CHANNELS = ['email', 'sms', 'push', 'web_push', 'whatsapp', 'messenger', 'in_app', 'webhook'] as const;

/** What every message is judged by: how many a customer gets, when, how fast, and what is tracked. */
export function GuardsTab() {
  const guards = useReport('/api/guards', {}, { isLive: false });
  if (guards.isError) return <ErrorState error={guards.error} onRetry={() => void guards.refetch()} />;
  return guards.data ? <GuardsForm key={guards.data.yaml} guards={guards.data} /> : <ChartSkeleton height={420} />;
}

function GuardsForm({ guards }: { guards: Guards }) {
  const { t } = useTranslation('channels');
  const queries = useQueryClient();
  const [form, setForm] = useState(guards);
  const save = useMutation({
    mutationFn: () => {
      const { yaml: _yaml, ...fields } = form;
      return api.put('/api/guards', fields);
    },
    onSuccess: (kept) => {
      notifications.show({ message: t('guards.saved'), color: 'evergreen' });
      queries.setQueryData(['/api/guards', {}], kept);
    },
  });
  const change = (part: Partial<Guards>) => setForm({ ...form, ...part });
  const isChanged = JSON.stringify(form) !== JSON.stringify(guards);
  return (
    <div className={classes.form}>
      <Panel title={t('guards.caps')} text={t('guards.capsText')}><Caps caps={form.caps} onChange={(caps) => change({ caps })} /></Panel>
      <Panel title={t('guards.quiet')} text={t('guards.quietText')}>
        <Switch label={t('guards.quietOn')} checked={form.quiet_from !== null} onChange={(event) => change(event.currentTarget.checked ? { quiet_from: '21:00', quiet_to: '08:00' } : { quiet_from: null, quiet_to: null })} />
        {form.quiet_from !== null && (
          <Group mt="md" gap="md">
            <TextInput type="time" label={t('guards.from')} value={form.quiet_from} onChange={(event) => change({ quiet_from: event.currentTarget.value })} />
            <TextInput type="time" label={t('guards.to')} value={form.quiet_to ?? ''} onChange={(event) => change({ quiet_to: event.currentTarget.value })} />
          </Group>
        )}
      </Panel>
      <Panel title={t('guards.best')} text={t('guards.bestText')}><BestHour form={form} onChange={change} /></Panel>
      <Panel title={t('guards.throttle')} text={t('guards.throttleText')}><Throttle throttle={form.throttle} onChange={(throttle) => change({ throttle })} /></Panel>
      <Panel title={t('guards.tracking')} text={t('guards.trackingText')}>
        <Stack gap="sm">
          <Switch label={t('guards.opens')} checked={form.tracks_opens} onChange={(event) => change({ tracks_opens: event.currentTarget.checked })} />
          <Switch label={t('guards.clicks')} checked={form.tracks_clicks} onChange={(event) => change({ tracks_clicks: event.currentTarget.checked })} />
        </Stack>
      </Panel>
      <FormError error={save.error} />
      <Group gap="xs">
        <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>{t('guards.save')}</Button>
        <Button variant="default" disabled={!isChanged} onClick={() => { setForm(guards); save.reset(); }}>{t('discard')}</Button>
      </Group>
    </div>
  );
}

function useChannelChoices(hasAll: boolean) {
  const { t } = useTranslation(['channels', 'messages']);
  return [...(hasAll ? [{ value: 'all', label: t('guards.all') }] : []), ...CHANNELS.map((channel) => ({ value: channel as string, label: t(`messages:channel.${channel}`) }))];
}

function Caps({ caps, onChange }: { caps: Guards['caps']; onChange: (caps: Guards['caps']) => void }) {
  const { t } = useTranslation(['channels', 'messages']);
  const choices = useChannelChoices(true);
  const put = (index: number, part: Partial<Guards['caps'][number]>) => onChange(caps.map((cap, place) => (place === index ? { ...cap, ...part } : cap)));
  return (
    <Stack gap="xs">
      {caps.length === 0 && <Text size="sm" c="dimmed">{t('guards.noCaps')}</Text>}
      {caps.map((cap, index) => (
        <div key={index} className={classes.row}>
          <Select label={t('guards.channel')} data={choices} value={cap.channel} allowDeselect={false} onChange={(channel) => channel && put(index, { channel })} />
          <NumberInput label={t('guards.atMost')} value={cap.at_most} min={1} allowDecimal={false} onChange={(value) => put(index, { at_most: Number(value) || 0 })} />
          <NumberInput label={t('guards.inDays')} value={cap.in_days} min={0.1} onChange={(value) => put(index, { in_days: Number(value) || 0 })} />
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('remove')} onClick={() => onChange(caps.filter((_, place) => place !== index))}><IconTrash size={16} /></ActionIcon>
        </div>
      ))}
      <div><Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} />} onClick={() => onChange([...caps, { channel: 'all', at_most: 5, in_days: 7 }])}>{t('guards.addCap')}</Button></div>
    </Stack>
  );
}

function BestHour({ form, onChange }: { form: Guards; onChange: (part: Partial<Guards>) => void }) {
  const { t } = useTranslation(['channels', 'messages']);
  const choices = useChannelChoices(false).filter((choice) => choice.value !== 'webhook' && choice.value !== 'in_app');
  const put = (channels: string[]) => onChange({ best_hour_channels: channels, best_hour_at_most_hours: channels.length ? (form.best_hour_at_most_hours ?? 24) : null });
  return (
    <Group gap="md" align="flex-end">
      <MultiSelect label={t('guards.bestChannels')} data={choices} value={form.best_hour_channels} onChange={put} w={{ base: '100%', xs: 340 }} clearable />
      {form.best_hour_channels.length > 0 && (
        <NumberInput label={t('guards.bestAtMost')} value={form.best_hour_at_most_hours ?? 24} min={1} max={168} w={200} onChange={(value) => onChange({ best_hour_at_most_hours: Number(value) || 24 })} />
      )}
    </Group>
  );
}

function Throttle({ throttle, onChange }: { throttle: Guards['throttle']; onChange: (throttle: Guards['throttle']) => void }) {
  const { t } = useTranslation(['channels', 'messages']);
  const choices = useChannelChoices(false);
  const set = Object.entries(throttle);
  const free = choices.filter((choice) => !(choice.value in throttle));
  const without = (channel: string) => Object.fromEntries(set.filter(([each]) => each !== channel));
  return (
    <Stack gap="xs">
      {set.map(([channel, rate]) => (
        <Group key={channel} gap="xs" align="flex-end">
          <NumberInput label={choices.find((choice) => choice.value === channel)?.label ?? channel} description={t('guards.aSecond')} value={rate} min={0.01} w={200} onChange={(value) => onChange({ ...throttle, [channel]: Number(value) || 0 })} />
          <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('remove')} onClick={() => onChange(without(channel))}><IconTrash size={16} /></ActionIcon>
        </Group>
      ))}
      {free.length > 0 && <Select maw={240} size="xs" value={null} placeholder={t('guards.addThrottle')} aria-label={t('guards.addThrottle')} data={free} onChange={(channel) => channel && onChange({ ...throttle, [channel]: 10 })} />}
    </Stack>
  );
}
