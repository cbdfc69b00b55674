import { Button } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useAddress, useGo } from '../../address';
import { addressOf } from '../../api/client';
import { useStageTitle } from '../../api/maps';
import { useReport } from '../../api/report';
import { useSavedSegments } from '../../api/segments';
import { useFormats } from '../../format';
import { EmptyState } from '../../parts/EmptyState';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { DataTable, useTableAddress } from '../../parts/table';
import { useCustomerColumns } from './columns';
import { Filters } from './Filters';
import { filterOf, findingOf, isFiltered, NO_FILTER, paramsOf, type CustomerFilter } from './filters';

const SEARCH_WAIT_MS = 250;

export default function CustomersPage() {
  const { t } = useTranslation('customers');
  const go = useGo();
  const [address, change] = useAddress();
  const filter = filterOf(address);
  const [table, setTable] = useTableAddress({ sort: 'last_seen_at', order: 'desc' });
  const [text, setText] = useState(filter.q);
  const search = useDebouncedCallback(
    (q: string) => change({ q: q || undefined, offset: undefined }, { replace: true }),
    SEARCH_WAIT_MS,
  );
  const columns = useCustomerColumns(filter);
  const params = { ...paramsOf(filter), sort: table.sort, order: table.order };
  const page = useReport('/api/customers', { ...params, offset: table.offset, limit: table.limit });
  const clear = () => {
    setText('');
    change(NO_FILTER);
  };
  const isEmpty = page.data?.total === 0 && !isFiltered(filter);
  const finding = page.data ? !isEmpty && <Finding filter={filter} total={page.data.total} /> : !page.isError && <FindingSkeleton />;

  return (
    <Page title={t('title')} finding={finding}>
      {page.isError && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {isEmpty && (
        <EmptyState
          icon={IconUsers}
          title={t('empty.title')}
          text={t('empty.text')}
          action={<Button onClick={() => go('/data')}>{t('empty.action')}</Button>}
        />
      )}
      {!isEmpty && !(page.isError && !page.data) && (
        <Panel isFlush>
          <DataTable
            label={t('title')}
            columns={columns}
            rows={page.data?.rows}
            rowKey={(row) => row.customer_id}
            onRow={(row) => go(`/customers/${encodeURIComponent(row.customer_id)}`)}
            isLoading={page.isLoading}
            isStale={page.isPlaceholderData}
            server={{ total: page.data?.total ?? 0, state: table, onChange: setTable }}
            filter={{
              text,
              placeholder: t('filter.searchHint'),
              onChange: (next) => {
                setText(next);
                search(next);
              },
            }}
            tools={<Filters filter={filter} onChange={(changes) => ('q' in changes ? clear() : change(changes))} />}
            exportHref={addressOf('/api/customers/export', params)}
            empty={
              <EmptyState
                title={t('empty.filteredTitle')}
                text={t('empty.filteredText')}
                action={<Button variant="default" onClick={clear}>{t('filter.clear')}</Button>}
              />
            }
          />
        </Panel>
      )}
    </Page>
  );
}

function Finding({ filter, total }: { filter: CustomerFilter; total: number }) {
  const { t } = useTranslation('customers');
  const titleOf = useStageTitle();
  const format = useFormats();
  const saved = useSavedSegments();
  return (
    <Trans
      t={t}
      i18nKey={`finding.${findingOf(filter)}`}
      count={total}
      values={{
        formatted: format.count(total),
        stage: titleOf(filter.stage),
        segment: saved.find((segment) => segment.name === filter.segment)?.title ?? filter.segment,
        date: filter.at && format.date(filter.at),
        from: titleOf(filter.flow?.from),
        to: titleOf(filter.flow?.to),
        start: filter.flow && format.date(filter.flow.start),
        end: filter.flow && format.date(filter.flow.end),
      }}
      components={{ b: <b /> }}
    />
  );
}
