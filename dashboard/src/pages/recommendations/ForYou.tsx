import { Alert, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { at } from '../../api/client';
import { useReason } from '../../api/reasons';
import type { Recommended } from '../../api/recommendations';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { nameOf } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import { DataTable, type Column } from '../../parts/table';
import { CartPicker, CategoryPicker, CustomerPicker } from './choosing';
import { ModelLine } from './ModelLine';
import { Offers } from './Offers';
import { RecommendationsFrame } from './RecommendationsFrame';

const SHOWN = 12;

/** What a customer would get at this moment and why, and what stands beside a cart. */
export function ForYou() {
  const { t } = useTranslation('recommendations');
  const [address, change] = useAddress();
  const newest = useReport('/api/customers', { known: true, limit: 1, sort: 'last_seen_at', order: 'desc' }, { isLive: false }).data?.rows[0];
  const who = address.customer ?? newest?.customer_id ?? null;
  const category = address.category ?? null;
  const rules = { count: SHOWN, category: category ?? undefined };
  const found = useReport(at('/api/recommendations/customers/{customer_id}', { customer_id: who ?? '' }), rules, { isLive: false, isEnabled: who !== null });
  const customer = useReport(at('/api/customers/{customer_id}', { customer_id: who ?? '' }), {}, { isLive: false, isEnabled: who !== null }).data;
  const name = customer ? nameOf(customer, t('frame:customer.anonymous')).name : '';
  const first = found.data?.products[0];
  const finding = first && (first.because ? t('you.finding', { name, product: first.name, because: first.because }) : t('you.popular', { name }));
  return (
    <RecommendationsFrame view="you" finding={finding} actions={<ModelLine />}>
      <Group align="end" gap="sm">
        <CustomerPicker value={who} onChange={(next) => change({ customer: next ?? undefined })} />
        <CategoryPicker value={category} onChange={(next) => change({ category: next ?? undefined })} />
      </Group>
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && who !== null && <ChartSkeleton height={300} />}
      {found.data && (
        <>
          <Panel title={t('you.title', { name })} text={t('you.text')} isFlush>
            <Told report={found.data} label={t('you.title', { name })} isStale={found.isPlaceholderData} />
          </Panel>
          <Interests report={found.data} name={name} />
        </>
      )}
      <BesideCart category={category} />
    </RecommendationsFrame>
  );
}

function Told({ report, label, isStale }: { report: Recommended; label: string; isStale?: boolean }) {
  const reason = useReason();
  if (report.unavailable) return <Alert color="gray" m="md">{reason(report.unavailable)}</Alert>;
  return <Offers label={label} products={report.products} isStale={isStale} />;
}

/** What the customer did, as it has faded by now. */
function Interests({ report, name }: { report: Recommended; name: string }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  type Row = Recommended['interests'][number];
  const most = Math.max(...report.interests.map((row) => row.interest), 1e-9);
  const columns: Column<Row>[] = [
    { key: 'name', title: t('offer.product'), cell: (row) => row.name, value: (row) => row.name },
    { key: 'deed', title: t('interests.deed'), cell: (row) => t(row.is_bought ? 'interests.bought' : 'interests.looked'), value: (row) => t(row.is_bought ? 'interests.bought' : 'interests.looked') },
    { key: 'interest', definition: 'interest_left', title: t('interests.left'), cell: (row) => format.decimal(row.interest), value: (row) => row.interest, isNumber: true, bar: (row) => row.interest / most },
  ];
  return (
    <Panel title={t('interests.title', { name, count: report.interests.length })} text={t('interests.text')} isFlush>
      {report.interests.length > 0 && <DataTable label={t('interests.title', { name, count: report.interests.length })} columns={columns} rows={report.interests} rowKey={(row) => row.id} hasFilter={false} />}
    </Panel>
  );
}

/** What others bought in one order with the products of a cart. */
function BesideCart({ category }: { category: string | null }) {
  const { t } = useTranslation('recommendations');
  const [address, change] = useAddress();
  const cart = (address.cart ?? '').split('\n').filter(Boolean);
  const found = useReport('/api/recommendations/cart', { item: cart, count: 6, category: category ?? undefined }, { isLive: false, isEnabled: cart.length > 0 });
  return (
    <Panel title={t('cart.title')} text={t('cart.text')} isFlush>
      <Stack gap="sm" p="md">
        <CartPicker value={cart} onChange={(next) => change({ cart: next.length ? next.join('\n') : undefined }, { replace: true })} />
        {!cart.length && <Text size="sm" c="dimmed">{t('cart.none')}</Text>}
      </Stack>
      {found.isError && <ErrorState error={found.error} />}
      {cart.length > 0 && found.data && <Told report={found.data} label={t('cart.title')} isStale={found.isPlaceholderData} />}
    </Panel>
  );
}
