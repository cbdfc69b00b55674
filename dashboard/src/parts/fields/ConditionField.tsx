import { Button, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useProblemText } from '../../api/problems';
import { ConditionDialog } from '../conditions';
import classes from './Fields.module.css';

const READ_WAIT_MS = 350;

interface ConditionFieldProps {
  label: string;
  description?: string;
  value: string | undefined;
  onChange: (value: string) => void;
  /** About customers, or about the fields of one event. */
  of: 'customer' | 'event';
  /** The event, where the condition is about one of that name. */
  event?: string;
  placeholder?: string;
  isRequired?: boolean;
}

/** A condition as text, with what it says in words below it while it is typed. */
export function ConditionField({ label, description, value = '', onChange, of, event, placeholder, isRequired }: ConditionFieldProps) {
  const { t, i18n } = useTranslation('fields');
  const textOf = useProblemText();
  const [isBuilding, setBuilding] = useState(false);
  const [text] = useDebouncedValue(value.trim(), READ_WAIT_MS);
  const read = useQuery({
    queryKey: ['/api/conditions/read', of, text],
    queryFn: () => api.post('/api/conditions/read', { text, of }),
    enabled: text !== '',
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const answer = value.trim() === '' ? undefined : read.data;
  const problem = answer?.problems[0];
  const said = answer?.sentence?.[i18n.language === 'ja' ? 'ja' : 'en'];
  const wrong = problem && textOf(problem);
  return (
    <div>
      <Textarea
        label={label}
        description={description}
        value={value}
        required={isRequired}
        placeholder={placeholder ?? t(`condition.example.${of}`)}
        autosize minRows={1} maxRows={6} spellCheck={false}
        classNames={{ input: classes.code }}
        error={wrong ? [wrong.title, wrong.next].filter(Boolean).join(' ') : undefined}
        onChange={(change) => onChange(change.currentTarget.value.replace(/\n+/g, ' '))}
      />
      {!problem && said && <Text size="xs" mt={4} c="dimmed" aria-live="polite">{t(`condition.said.${of}`, { said })}</Text>}
      <Button size="compact-xs" variant="subtle" mt={2} onClick={() => setBuilding(true)}>{t('condition.build')}</Button>
      <ConditionDialog isOpen={isBuilding} title={label} text={value} of={of} event={event} onClose={() => setBuilding(false)} onTake={onChange} />
    </div>
  );
}
