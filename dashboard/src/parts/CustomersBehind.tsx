import { Button, Group, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo, type Address } from '../address';
import { PageLink } from '../address/PageLink';
import { useReport } from '../api/report';
import { useFormats } from '../format';
import { nameOf } from './customer';
import { ErrorState } from './ErrorState';
import { TableSkeleton } from './Skeletons';
import classes from './CustomersBehind.module.css';

interface CustomersBehindProps {
  title?: string;
  /** Filters of the customers page. */
  filters: Address;
  /** Known from the picture, or null: the list says it. */
  count: number | null;
}

/** The first customers behind a bar or a flow, and the way to all of them. */
export function CustomersBehind({ title, filters, count }: CustomersBehindProps) {
  const { t } = useTranslation();
  const format = useFormats();
  const go = useGo();
  const list = useReport('/api/customers', { ...filters, limit: 8 });
  const total = list.data?.total ?? count ?? 0;
  return (
    <section>
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Text size="sm" fw={500}>{title ?? t('behind.title')}</Text>
        {list.data && <Text size="sm" c="dimmed" className="tabular">{format.count(total)}</Text>}
      </Group>
      {list.isPending && <TableSkeleton rows={5} />}
      {list.isError && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.rows.length === 0 && <Text size="sm" c="dimmed">{t('behind.none')}</Text>}
      {list.data && list.data.rows.length > 0 && (
        <>
          <ul className={classes.list}>
            {list.data.rows.map((row) => (
              <li key={row.customer_id}>
                <PageLink to={`/customers/${encodeURIComponent(row.customer_id)}`} className={classes.row}>
                  <span className={classes.name}>{nameOf(row, t('customer.anonymous')).name}</span>
                  <span className={classes.detail}>{row.last_seen_at ? format.ago(row.last_seen_at) : ''}</span>
                  <span className="num">{format.money(row.revenue_micros)}</span>
                </PageLink>
              </li>
            ))}
          </ul>
          <Button mt="md" fullWidth variant="default" rightSection={<IconArrowRight size={15} />} onClick={() => go('/customers', withoutFirstSort(filters))}>
            {t('behind.all', { count: total, customers: format.count(total) })}
          </Button>
        </>
      )}
    </section>
  );
}

/** The customers page sorts like this by itself. */
function withoutFirstSort({ sort: _sort, order: _order, ...filters }: Address): Address {
  return filters;
}
