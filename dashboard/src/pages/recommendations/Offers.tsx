import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Offer } from '../../api/recommendations';
import { useFormats } from '../../format';
import { DataTable, type Column } from '../../parts/table';

interface OffersProps {
  label: string;
  products: Offer[];
  isStale?: boolean;
  /** The reason is the same for all of them. */
  isPlain?: boolean;
}

/** Products to offer, the best first, each with why. */
export function Offers({ label, products, isStale, isPlain }: OffersProps) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const why = (offer: Offer) => (offer.because ? t(`offer.${offer.why === 'cart' ? 'cart' : 'interest'}`, { name: offer.because }) : t('offer.popular'));
  const most = Math.max(...products.map((offer) => offer.score), 1e-9);
  const columns: Column<Offer>[] = [
    { key: 'name', title: t('offer.product'), cell: (offer) => <Product offer={offer} />, value: (offer) => offer.name },
    { key: 'category', title: t('offer.category'), cell: (offer) => offer.category ?? '', value: (offer) => offer.category, isMinor: true },
    { key: 'price', title: t('offer.price'), cell: (offer) => (offer.price === null ? '' : format.money(offer.price * 1e6, offer.currency ?? undefined)), value: (offer) => offer.price, isNumber: true, isMinor: true },
    ...(isPlain
      ? [{ key: 'score', definition: 'interest_of_all', title: t('offer.score'), cell: (offer: Offer) => format.decimal(offer.score), value: (offer: Offer) => offer.score, isNumber: true, bar: (offer: Offer) => offer.score / most }]
      : [{ key: 'why', title: t('offer.why'), cell: why, value: why }]),
  ];
  return <DataTable label={label} columns={columns} rows={products} rowKey={(offer) => offer.id} isStale={isStale} hasFilter={false} />;
}

function Product({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recommendations');
  return (
    <Group gap={8} wrap="nowrap">
      {offer.image && <img src={offer.image} alt="" width={28} height={28} loading="lazy" referrerPolicy="no-referrer" style={{ objectFit: 'cover', borderRadius: 4 }} />}
      <span>
        {offer.name}
        {offer.name !== offer.id && <Text component="span" size="xs" c="dimmed" ml={8}>{offer.id}</Text>}
      </span>
      {!offer.in_stock && <Badge size="sm" variant="light" color="gray" style={{ textTransform: 'none' }}>{t('offer.out')}</Badge>}
    </Group>
  );
}
