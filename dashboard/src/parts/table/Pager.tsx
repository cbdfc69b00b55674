import { ActionIcon, Group, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import type { TableState } from './columns';
import classes from './DataTable.module.css';

/** Which rows are shown, of how many; hidden while everything fits on one page. */
export function Pager({ total, state, onChange }: { total: number; state: TableState; onChange: (state: TableState) => void }) {
  const { t } = useTranslation();
  const format = useFormats();
  if (total <= state.limit) return null;
  const last = Math.min(total, state.offset + state.limit);
  return (
    <Group className={classes.pager} justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" className="tabular">
        {t('table.range', { first: format.count(state.offset + 1), last: format.count(last), total: format.count(total) })}
      </Text>
      <Group gap={4}>
        <ActionIcon
          variant="default"
          aria-label={t('table.before')}
          disabled={state.offset === 0}
          onClick={() => onChange({ ...state, offset: Math.max(0, state.offset - state.limit) })}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t('table.next')}
          disabled={last >= total}
          onClick={() => onChange({ ...state, offset: state.offset + state.limit })}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}
