import { Stack, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { Page } from '../../parts/Page';

const VIEWS = ['together', 'you', 'popular', 'catalogue', 'evaluation'] as const;
type View = (typeof VIEWS)[number];

interface RecommendationsFrameProps {
  view: View;
  finding?: ReactNode;
  pickers?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The page around each of its views. */
export function RecommendationsFrame({ view, finding, pickers, actions, children }: RecommendationsFrameProps) {
  const { t } = useTranslation('recommendations');
  const [, change] = useAddress();
  const turn = (next: string | null) => change({ view: next === 'together' ? undefined : next ?? undefined, offset: undefined, sort: undefined, order: undefined, q: undefined });
  return (
    <Page title={t('title')} finding={finding} pickers={pickers} actions={actions}>
      <Tabs value={view} onChange={turn} keepMounted={false}>
        <Tabs.List aria-label={t('view.name')} mb="lg">
          {VIEWS.map((each) => <Tabs.Tab key={each} value={each}>{t(`view.${each}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value={view}><Stack gap="lg">{children}</Stack></Tabs.Panel>
      </Tabs>
    </Page>
  );
}
