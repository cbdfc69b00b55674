import { Stack, Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { Page } from '../../parts/Page';

const VIEWS = ['staying', 'lasting', 'back'] as const;
type View = (typeof VIEWS)[number];

interface RetentionFrameProps {
  view: View;
  finding?: ReactNode;
  pickers: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The page around each of its views, which have the period and the segment in common. */
export function RetentionFrame({ view, finding, pickers, actions, children }: RetentionFrameProps) {
  const { t } = useTranslation('retention');
  const [, change] = useAddress();
  return (
    <Page title={t('title')} finding={finding} pickers={pickers} actions={actions}>
      <Tabs value={view} onChange={(next) => change({ view: next === 'staying' ? undefined : next ?? undefined, apart: undefined })} keepMounted={false}>
        <Tabs.List aria-label={t('view.name')} mb="lg">
          {VIEWS.map((each) => <Tabs.Tab key={each} value={each}>{t(`view.${each}`)}</Tabs.Tab>)}
        </Tabs.List>
        <Tabs.Panel value={view}><Stack gap="lg">{children}</Stack></Tabs.Panel>
      </Tabs>
    </Page>
  );
}
