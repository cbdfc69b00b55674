import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../api/client';

/** Why a form was refused, where no single field is to blame. Nothing while `error` is null. */
export function FormError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const problem = error instanceof ProblemError ? error.problem : null;
  const text = !problem || problem.code === 'unreachable' ? t('error.unreachable') : problem.detail ?? problem.title;
  return (
    <Alert color="red" role="alert" icon={<IconAlertCircle size={18} aria-hidden="true" />} p="sm">
      {[text, problem?.next_step].filter(Boolean).join(' ')}
    </Alert>
  );
}
