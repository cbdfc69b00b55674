import { Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemError, type ProblemBody, type ProblemPart } from '../api/client';
import { useProblemText } from '../api/problems';
import classes from './States.module.css';

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  /** Fills the window: nothing else could be shown. */
  isAlone?: boolean;
}

/** What is wrong, where, and what to do next: the server's problem+json, or a bug's message. */
export function ErrorState({ error, onRetry, isAlone }: ErrorStateProps) {
  const { t } = useTranslation();
  const problem = problemFrom(error, t);
  const textOf = useProblemText();
  const { title } = textOf(partFrom(problem));
  return (
    <div role="alert" className={isAlone ? classes.alone : classes.error} data-testid="error-state">
      <IconAlertCircle size={20} color="var(--bad)" className={classes.errorIcon} aria-hidden />
      <Stack gap={6} style={{ minWidth: 0, flex: 1 }}>
        <Title order={2}>{title}</Title>
        <ProblemText problem={problem} />
        {onRetry && (
          <Group mt={6}>
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
              {t('error.retry')}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  );
}

/** The body of a problem without the box around it, for dialogs and forms. */
export function ProblemText({ problem }: { problem: ProblemBody }) {
  const textOf = useProblemText();
  const { title, detail, next } = textOf(partFrom(problem));
  const more = detail ?? problem.detail;
  return (
    <>
      {more && more !== title && <Text size="sm" {...(detail ? { lang: 'en', c: 'dimmed' } : {})}>{more}</Text>}
      {problem.where && <Text size="sm" c="dimmed"><Code>{problem.where}</Code></Text>}
      {problem.problems && problem.problems.length > 1 && (
        <List size="sm" spacing={4}>
          {problem.problems.map((part, index) => (
            <List.Item key={`${part.code}-${index}`}>
              {part.where && <Code mr={6}>{part.where}</Code>}
              <PartText part={part} />
            </List.Item>
          ))}
        </List>
      )}
      {next && <Text size="sm" c={detail ? undefined : 'dimmed'}>{next}</Text>}
    </>
  );
}

/** One of several problems: what, what to do, and the server's own words where the first two are translated. */
export function PartText({ part }: { part: ProblemPart }) {
  const { title, detail, next } = useProblemText()(part);
  return (
    <>
      {title}
      {next && <Text size="sm" c="dimmed" span> {next}</Text>}
      {detail && <Text size="xs" c="dimmed" lang="en">{detail}</Text>}
    </>
  );
}

/** A problem as its first part. */
function partFrom({ code, title, next_step }: ProblemBody): ProblemPart {
  return { code, what: title, next_step };
}

type Translate = (key: string) => string;

/** Any thrown thing as a problem with words a reader understands. */
export function problemFrom(error: unknown, t: Translate): ProblemBody {
  if (error instanceof ProblemError) {
    if (error.problem.code !== 'unreachable') return error.problem;
    return { ...error.problem, title: t('error.unreachable'), next_step: t('error.unreachableNext') };
  }
  const detail = error instanceof Error ? error.message : String(error);
  return { title: t('error.bug'), status: 0, code: 'bug', detail, next_step: t('error.bugNext') };
}
