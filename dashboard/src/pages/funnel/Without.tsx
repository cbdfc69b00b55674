import { ActionIcon, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EventName } from '../../parts/fields/EventFields';
import type { FunnelDraft, WithoutDraft } from './asked';
import classes from './Funnel.module.css';

const MOST = 6;

/** What must not happen on the way, and between which steps. */
export function Without({ draft, onChange }: { draft: FunnelDraft; onChange: (without: WithoutDraft[]) => void }) {
  const { t } = useTranslation('funnel');
  const { without, steps, isOrdered } = draft;
  const numbers = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String(from + index));
  const set = (index: number, part: Partial<WithoutDraft>) => onChange(without.map((each, place) => (place === index ? { ...each, ...part } : each)));
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={500}>{t('form.without')}</Text>
        <Text size="xs" c="dimmed">{t('form.withoutHint')}</Text>
      </div>
      {without.map((each, index) => (
        <fieldset key={index} className={classes.fields}>
          <Group className={classes.tools}>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('form.removeWithout')} onClick={() => onChange(without.filter((_, place) => place !== index))}><IconTrash size={14} /></ActionIcon>
          </Group>
          <EventName label={t('form.event')} value={each.event} onChange={(event) => set(index, { event })} />
          {isOrdered && steps.length > 2 && (
            <Group gap="xs" mt={6} align="flex-end" grow>
              <Select size="xs" label={t('form.after')} allowDeselect={false} data={numbers(1, Math.min(each.before, steps.length) - 1)} value={String(each.after)} onChange={(value) => set(index, { after: Number(value) })} />
              <Select size="xs" label={t('form.before')} allowDeselect={false} data={numbers(each.after + 1, steps.length)} value={String(Math.min(each.before, steps.length))} onChange={(value) => set(index, { before: Number(value) })} />
            </Group>
          )}
        </fieldset>
      ))}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} disabled={without.length >= MOST} onClick={() => onChange([...without, { event: '', after: 1, before: steps.length }])}>{t('form.addWithout')}</Button>
    </Stack>
  );
}
