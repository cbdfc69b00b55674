import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../../../address';
import { api, at, ProblemError } from '../../../api/client';
import { useFormats } from '../../../format';
import { ErrorState } from '../../../parts/ErrorState';
import { TableSkeleton } from '../../../parts/Skeletons';
import type { ImportRun } from '../shapes';
import classes from './Import.module.css';
import { useMade } from './useMade';

const ASK_EVERY_MS = 500;

/** One import: how far it is, then what became of its lines. */
export function Run({ id, onAgain }: { id: string; onAgain: () => void }) {
  const { t } = useTranslation('data');
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['/api/imports', id],
    queryFn: () => api.get(at('/api/imports/{import_id}', { import_id: id })),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? ASK_EVERY_MS : false),
  });
  const status = run.data?.status;
  useEffect(() => {
    if (status && status !== 'running') void queries.invalidateQueries({ predicate: (query) => query.queryKey[1] !== id });
  }, [status, queries, id]);
  const again = <Button variant="default" onClick={onAgain}>{t('import.again')}</Button>;
  if (run.isLoading) return <TableSkeleton rows={3} />;
  if (!run.data) {
    return (
      <Stack gap="sm">
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
        <Group>{again}</Group>
      </Stack>
    );
  }
  if (run.data.status === 'running') return <Running run={run.data} />;
  if (run.data.status === 'failed') return <Failed run={run.data} again={again} />;
  return <Done run={run.data} again={again} />;
}

function Running({ run }: { run: ImportRun }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const read = format.count(run.rows_read);
  const share = run.rows_total ? run.rows_read / run.rows_total : null;
  return (
    <Stack gap="xs" role="status">
      <Text fw={600} className={classes.filename}>{t('import.running', { name: run.filename })}</Text>
      <Progress value={share === null ? 100 : share * 100} animated={share === null} aria-label={t('import.running', { name: run.filename })} />
      <Text size="sm" className="tabular">
        {run.rows_total ? t('import.progress', { read, total: format.count(run.rows_total) }) : t('import.progressOpen', { read })}
      </Text>
      <Text size="sm" c="dimmed">{t('import.leave')}</Text>
    </Stack>
  );
}

function Failed({ run, again }: { run: ImportRun; again: React.ReactNode }) {
  const { t } = useTranslation('data');
  const title = t('import.failed', { name: run.filename });
  const { code = 'import.failed', what = '', where, next_step } = run.problem ?? {};
  return (
    <Stack gap="sm">
      <Text fw={600} className={classes.filename}>{title}</Text>
      <ErrorState error={new ProblemError({ title: what || title, where, next_step, status: 422, code })} />
      <Group>{again}</Group>
    </Stack>
  );
}

function Done({ run, again }: { run: ImportRun; again: React.ReactNode }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const go = useGo();
  const made = useMade()(run);
  return (
    <Stack gap="sm" role="status">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconCircleCheck size={20} color="var(--mark)" aria-hidden style={{ flex: 'none' }} />
        <Text fw={600} className={classes.filename}>{t('import.done', { name: run.filename })}</Text>
      </Group>
      <Text className="tabular">
        {t('import.sum', {
          read: format.count(run.rows_read), accepted: format.count(run.accepted_rows),
          quarantined: format.count(run.quarantined_rows), duplicates: format.count(run.duplicate_rows),
        })}
      </Text>
      <Text>{made ? t('import.became', { made }) : t('import.nothingNew')}</Text>
      <Group gap="xs" mt="xs">
        <Button onClick={() => go('/lifecycle')}>{t('import.toBoard')}</Button>
        {run.quarantined_rows > 0 && (
          <Button variant="default" onClick={() => go('/data', { tab: 'quarantine' })}>{t('import.toQuarantine')}</Button>
        )}
        {again}
      </Group>
    </Stack>
  );
}
