import { Alert, Button, FileButton, List } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconTags, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { api } from '../../api/client';
import type { CatalogueKept, CatalogueProduct } from '../../api/recommendations';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { DataTable, useTableAddress, type Column } from '../../parts/table';
import { RecommendationsFrame } from './RecommendationsFrame';

const SEARCH_WAIT_MS = 250;

/** The most that the server lists at once. */
const MOST_ROWS = 200;

/** Every product that matches, asked for page by page. */
async function allProducts(q: string): Promise<CatalogueProduct[]> {
  const rows: CatalogueProduct[] = [];
  for (;;) {
    const page = await api.get('/api/catalogue', { q, offset: rows.length, limit: MOST_ROWS });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= page.total) return rows;
  }
}

/** What there is to sell, as a file told it. */
export function Catalogue() {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const [address, change] = useAddress();
  const [text, setText] = useState(address.q ?? '');
  const search = useDebouncedCallback((q: string) => change({ q: q || undefined, offset: undefined }, { replace: true }), SEARCH_WAIT_MS);
  const [table, setTable] = useTableAddress({ sort: 'name', order: 'asc' });
  const page = useReport('/api/catalogue', { q: address.q ?? '', offset: table.offset, limit: table.limit }, { isLive: false });
  const known = page.data?.known;
  const columns: Column<CatalogueProduct>[] = [
    { key: 'name', title: t('offer.product'), cell: (row) => row.name, value: (row) => row.name },
    { key: 'id', title: t('catalogue.id'), cell: (row) => row.product_id, value: (row) => row.product_id, isMinor: true },
    { key: 'category', title: t('offer.category'), cell: (row) => row.category ?? '', value: (row) => row.category },
    { key: 'price', title: t('offer.price'), cell: (row) => (row.price_micros === null ? '' : format.money(row.price_micros, row.currency ?? undefined)), value: (row) => (row.price_micros === null ? null : row.price_micros / 1e6), isNumber: true },
    { key: 'stock', title: t('catalogue.stock'), cell: (row) => t(row.is_in_stock ? 'catalogue.in' : 'offer.out'), value: (row) => t(row.is_in_stock ? 'catalogue.in' : 'offer.out') },
  ];
  return (
    <RecommendationsFrame view="catalogue" finding={known && known.products > 0 && t('catalogue.finding', { count: known.products, out: format.count(known.products - known.in_stock) })}>
      {page.isError && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {known?.products === 0 && <EmptyState icon={IconTags} title={t('catalogue.empty.title')} text={t('catalogue.empty.text')} action={<ImportCatalogue />} />}
      {known && known.products > 0 && (
        <Panel title={t('catalogue.title', { count: known.products })} text={t('catalogue.text')} isFlush>
          <DataTable
            label={t('view.catalogue')} columns={columns} rows={page.data?.rows} rowKey={(row) => row.product_id} isLoading={page.isPending} isStale={page.isPlaceholderData}
            server={{ total: page.data?.total ?? 0, state: table, onChange: setTable }}
            allRows={() => allProducts(address.q ?? '')}
            filter={{ text, onChange: (next) => { setText(next); search(next); } }}
            actions={<ImportCatalogue />}
          />
        </Panel>
      )}
    </RecommendationsFrame>
  );
}

/** Takes a file of products; what cannot be read is told, row by row. */
function ImportCatalogue() {
  const { t } = useTranslation('recommendations');
  const queries = useQueryClient();
  const sent = useMutation({
    mutationFn: (file: File) => api.postFile('/api/catalogue', file, { filename: file.name }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div>
      <FileButton accept=".csv,.txt,.gz,.json,.ndjson,.parquet" onChange={(file) => file && sent.mutate(file)}>
        {(props) => <Button {...props} size="xs" variant="default" leftSection={<IconUpload size={14} />} loading={sent.isPending}>{t('catalogue.import')}</Button>}
      </FileButton>
      {sent.isError && <ErrorState error={sent.error} />}
      {sent.data && <Taken kept={sent.data} />}
    </div>
  );
}

function Taken({ kept }: { kept: CatalogueKept }) {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  return (
    <Alert color={kept.unreadable_rows ? 'yellow' : 'green'} mt="sm" role="status">
      {t('catalogue.taken', { count: kept.kept, replaced: format.count(kept.replaced) })}
      {kept.unreadable_rows > 0 && <> {t('catalogue.aside', { count: kept.unreadable_rows })}</>}
      {kept.unreadable.length > 0 && <List size="sm" mt={4}>{kept.unreadable.map((row) => <List.Item key={row.line}>{t('catalogue.line', { line: format.count(row.line), what: row.what })}</List.Item>)}</List>}
    </Alert>
  );
}
