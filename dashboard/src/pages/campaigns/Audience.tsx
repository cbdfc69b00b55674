import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { TableSkeleton } from '../../parts/Skeletons';
import classes from './Campaigns.module.css';

const COUNT_WAIT_MS = 500;

/** Whom the audience holds for now: how many, and some of them. */
export function Audience({ condition }: { condition: string }) {
  const { t } = useTranslation('campaigns');
  const format = useFormats();
  const [when] = useDebouncedValue(condition.trim(), COUNT_WAIT_MS);
  const everybody = useReport('/api/customers', { limit: 8 }, { isEnabled: when === '' });
  const found = useQuery({
    queryKey: ['/api/segments/preview', 'when', when],
    queryFn: () => api.post('/api/segments/preview', { name: 'audience', title: '', description: '', when }),
    enabled: when !== '',
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const error = when === '' ? everybody.error : found.error;
  if (error) return <ErrorState error={error} />;
  const preview = found.data?.preview;
  const shown = when === ''
    ? everybody.data && { customers: everybody.data.total, of: everybody.data.total, sample: everybody.data.rows }
    : preview && { customers: preview.customers, of: preview.of, sample: preview.sample };
  if (when !== '' && found.data && !preview) return <Panel title={t('audience.title')}><Text size="sm" c="dimmed">{t('audience.unread')}</Text></Panel>;
  if (!shown) return <Panel title={t('audience.title')}><TableSkeleton rows={6} /></Panel>;
  return (
    <Panel
      title={t('audience.count', { count: shown.customers, customers: format.count(shown.customers), share: format.share(shown.of > 0 ? shown.customers / shown.of : 0) })}
      text={t('audience.text')}
    >
      <ul className={classes.sample} data-stale={found.isPlaceholderData || undefined}>
        {shown.sample.slice(0, 8).map((customer) => (
          <li key={customer.customer_id}>
            <CustomerLink customer={customer} isShort />
            <span className={classes.small}>{t('audience.orders', { count: customer.orders })}</span>
            <span className="num">{format.money(customer.revenue_micros)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
