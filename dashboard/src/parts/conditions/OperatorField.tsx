import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { operatorsFor, withOperator } from './claims';
import type { Compare, Operator } from './tree';

const KEYS: Record<Operator, string> = {
  '>=': 'atLeast', '<=': 'atMost', '>': 'more', '<': 'less', '=': 'is', '!=': 'isNot', contains: 'contains',
  'starts with': 'startsWith', in: 'oneOf', 'is known': 'known', 'is today': 'today',
};

export function OperatorField({ claim, onChange }: { claim: Compare; onChange: (claim: Compare) => void }) {
  const { t } = useTranslation('conditions');
  const fitting = operatorsFor(claim);
  const shown = fitting.includes(claim.operator) ? fitting : [claim.operator, ...fitting];
  return (
    <Select
      size="xs" w={124} aria-label={t('operator.name')} value={claim.operator} allowDeselect={false}
      data={shown.map((operator) => ({ value: operator, label: t(`operator.${KEYS[operator]}`) }))}
      onChange={(operator) => operator && onChange(withOperator(claim, operator as Operator))}
    />
  );
}
