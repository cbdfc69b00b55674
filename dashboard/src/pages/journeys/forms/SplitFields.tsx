import { ActionIcon, Button, Group, NumberInput, Select, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { END, type Draft, type Share, type Step } from '../document';
import { stepOptions, useWords } from '../useWords';

/** Shares of chance. They have to add up to 100 %, and it says so while they do not. */
export function SplitFields({ draft, step, onChange }: { draft: Draft; step: Step; onChange: (step: Step) => void }) {
  const { t } = useTranslation('journeys');
  const words = useWords();
  const shares = step.split ?? [];
  const total = shares.reduce((sum, share) => sum + share.percent, 0);
  const isWhole = Math.abs(total - 100) < 1e-6;
  const write = (split: Share[]) => onChange({ ...step, split });
  const change = (at: number, share: Share) => write(shares.map((each, index) => (index === at ? share : each)));
  const even = () => write(shares.map((share, index) => ({ ...share, percent: index === 0 ? 100 - Math.floor(100 / shares.length) * (shares.length - 1) : Math.floor(100 / shares.length) })));
  return (
    <>
      {shares.map((share, index) => (
        <Group key={index} gap="xs" align="flex-end" wrap="nowrap">
          <NumberInput w={92} label={t('form.share')} aria-label={t('form.shareOf', { number: index + 1 })} value={share.percent} min={0} max={100} decimalScale={2} suffix=" %" onChange={(percent) => change(index, { ...share, percent: Number(percent) || 0 })} />
          <Select style={{ flex: 1 }} label={t('form.goTo')} value={share.to} allowDeselect={false} searchable data={stepOptions(draft, words, t('step.end'), step.id)} onChange={(to) => change(index, { ...share, to: to ?? END })} />
          {shares.length > 2 && <ActionIcon mb={4} variant="subtle" color="gray" aria-label={t('form.shareRemove', { number: index + 1 })} onClick={() => write(shares.filter((_, at) => at !== index))}><IconTrash size={15} /></ActionIcon>}
        </Group>
      ))}
      <Group gap="xs">
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} />} onClick={() => write([...shares, { to: END, percent: Math.max(0, 100 - total) }])}>{t('form.shareAdd')}</Button>
        <Button size="compact-xs" variant="subtle" onClick={even}>{t('form.shareEven')}</Button>
      </Group>
      <Text size="xs" c={isWhole ? 'dimmed' : 'var(--bad)'} aria-live="polite">{isWhole ? t('form.splitText') : t('form.splitOff', { total: Number(total.toFixed(2)) })}</Text>
    </>
  );
}
