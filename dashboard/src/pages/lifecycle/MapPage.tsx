import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import { useMaps, useMapTitle } from '../../api/maps';
import { ErrorState } from '../../parts/ErrorState';
import { Page } from '../../parts/Page';
import { ChartSkeleton } from '../../parts/Skeletons';
import classes from './Map.module.css';
import { MapEditor } from './MapEditor';
import { useActivate } from './useMapActions';

/** Edit the lifecycle map: the document at the left, its problems and what it would change at the right. */
export default function MapPage() {
  const { t } = useTranslation('lifecycle');
  const maps = useMaps();
  const [address, change] = useAddress();
  const activate = useActivate();
  const titleOf = useMapTitle();
  const name = address.map ?? maps.data?.active;
  const map = maps.data?.maps.find((each) => each.name === name) ?? maps.data?.maps[0];
  const isActive = map !== undefined && map.name === maps.data?.active;
  return (
    <Page
      title={t('map.title')}
      back={<PageLink to="/lifecycle" className={classes.back}><IconArrowLeft size={14} aria-hidden /> {t('title')}</PageLink>}
      finding={map && t(isActive ? 'map.activeText' : 'map.inactiveText', { title: titleOf(map) })}
      pickers={maps.data && maps.data.maps.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('map.choose')}
          value={map?.name}
          onChange={(value) => change({ map: value })}
          data={maps.data.maps.map((each) => ({ value: each.name, label: titleOf(each) }))}
        />
      )}
      actions={map && !isActive && (
        <Button size="xs" variant="default" loading={activate.isPending} onClick={() => activate.mutate(map)}>{t('map.use')}</Button>
      )}
    >
      {maps.isPending && <ChartSkeleton height={520} />}
      {maps.isError && <ErrorState error={maps.error} onRetry={() => void maps.refetch()} />}
      {activate.isError && <ErrorState error={activate.error} />}
      {map && <MapEditor key={map.name} map={map} isActive={isActive} />}
    </Page>
  );
}
