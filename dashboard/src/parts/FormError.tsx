import { Alert, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client';
import { partsOf } from '../api/fieldProblems';
import { useProblemText } from '../api/problems';

/** Why a form was refused, where no single field is to blame. Nothing while `error` is null. */
export function FormError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (!error) return null;
  const parts = error instanceof ProblemError && error.problem.code !== 'unreachable' ? partsOf(error) : [];
  return (
    <Alert color="red" role="alert" icon={<IconAlertCircle size={18} aria-hidden="true" />} p="sm">
      {parts.length === 0 && t('error.unreachable')}
      {parts.map(textOf).map(({ title, detail, next }, index) => (
        <div key={index}>
          <div>{[title, next].filter(Boolean).join(' ')}</div>
          {detail && <Text size="xs" c="dimmed" lang="en">{detail}</Text>}
        </div>
      ))}
    </Alert>
  );
}
