import { Button, CopyButton, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconCopy } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client';
import { ErrorState } from '../../../parts/ErrorState';
import { Panel } from '../../../parts/Panel';
import { ChartSkeleton } from '../../../parts/Skeletons';
import { lineOf } from '../../lifecycle/problemLines';
import { YamlEditor } from '../../lifecycle/YamlEditor';
import { draftOf, type Draft } from '../document';
import type { DraftHistory } from '../DrawView';
import { Problems } from '../forms/Problems';
import classes from '../Journeys.module.css';
import type { Checked } from '../useCheck';

const READ_WAIT_MS = 400;

/** Text that somebody typed, and the draft it belongs to: once the canvas changes that, the text is no longer the document. */
export interface Typed { text: string; draft: Draft }

interface YamlViewProps { history: DraftHistory; check: Checked; typed: Typed | null; onTyped: (change: (before: Typed | null) => Typed | null) => void }

/** The same document as text. What can be read is on the canvas at once; what cannot waits here with its problems. */
export function YamlView({ history, check, typed: kept, onTyped }: YamlViewProps) {
  const { t } = useTranslation('journeys');
  const { now, set } = history;
  const typed = kept?.draft === now ? kept.text : null;
  const [settled] = useDebouncedValue(typed, READ_WAIT_MS);
  const read = useQuery({
    queryKey: ['/api/journeys/check', 'typed', settled],
    queryFn: () => api.post('/api/journeys/check', { yaml: settled }),
    enabled: settled !== null,
    staleTime: Infinity,
  });
  const document = read.data?.document;
  useEffect(() => {
    if (!document) return;
    const draft = draftOf(document);
    set(draft, 'yaml');
    onTyped((before) => before && { ...before, draft });
  }, [document, set, onTyped]);
  const text = typed ?? check.yaml;
  const problems = typed === null ? check.problems : (read.data?.problems ?? []);
  const isUnread = typed !== null && read.data !== undefined && settled === typed && read.data.document === null;
  if (check.error && text === undefined) return <ErrorState error={check.error} />;
  if (text === undefined) return <ChartSkeleton height={480} />;
  return (
    <div className={classes.columns}>
      <Panel
        title={t('yaml.title')} text={t('yaml.text')}
        actions={<CopyButton value={text}>{({ copied, copy }) => <Button size="xs" variant="subtle" color="gray" leftSection={<IconCopy size={14} />} onClick={copy}>{copied ? t('yaml.copied') : t('yaml.copy')}</Button>}</CopyButton>}
      >
        <YamlEditor label={t('yaml.title')} text={text} onChange={(changed) => onTyped(() => ({ text: changed, draft: now }))} marked={problems.flatMap((problem) => lineOf(problem) ?? [])} />
        {isUnread && (
          <Group mt="sm" justify="space-between">
            <Text size="sm" c="var(--bad)">{t('yaml.unread')}</Text>
            <Button size="xs" variant="default" onClick={() => onTyped(() => null)}>{t('yaml.discard')}</Button>
          </Group>
        )}
      </Panel>
      <Panel title={problems.length > 0 ? t('problem.title', { count: problems.length }) : t('problem.none')}>
        {problems.length > 0 ? <Problems problems={problems} /> : <Text size="sm" c="dimmed">{t('problem.noneText')}</Text>}
      </Panel>
    </div>
  );
}
