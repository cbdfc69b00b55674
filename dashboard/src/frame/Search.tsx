import { Kbd, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../address';
import { api } from '../api/client';
import { useSession } from '../api/session';
import { nameOf } from '../parts/customer';
import { PAGES } from '../pages';
import classes from './Search.module.css';

interface Hit {
  id: string;
  title: string;
  note?: string;
  group: 'pages' | 'journey' | 'campaign' | 'segment' | 'message' | 'customers';
  to: string;
}

/** Where the definitions of a kind have their pages. */
const PLACES = { journey: '/journeys', campaign: '/campaigns', segment: '/segments', message: '/messages' } as const;

const KEYS = 'Ctrl K';

/** Ctrl-K: goes to any page, journey, campaign, segment, message or customer. */
export function Search() {
  const { t } = useTranslation();
  const [isOpen, { open, close }] = useDisclosure(false);
  useHotkeys([['mod+K', open], ['/', open]]);
  return (
    <>
      <button type="button" className={classes.opener} onClick={open} aria-label={`${t('search.open')} ${KEYS}`} aria-haspopup="dialog">
        <IconSearch size={16} stroke={1.7} aria-hidden />
        <span className={classes.word}>{t('search.open')}</span>
        <Kbd size="xs" className={classes.keys}>{KEYS}</Kbd>
      </button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('search.open')}
        withCloseButton={false}
        padding={0}
        size={560}
        yOffset="12vh"
        transitionProps={{ duration: 100 }}
        styles={{ header: { display: 'none' } }}
      >
        {isOpen && <SearchBox onDone={close} />}
      </Modal>
    </>
  );
}

function useHits(text: string): Hit[] {
  const { t, i18n } = useTranslation();
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({
    queryKey: ['/api/search', wanted],
    queryFn: ({ signal }) => api.get('/api/search', { q: wanted }, signal),
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
  });
  const lower = text.trim().toLowerCase();
  const isDemo = useSession().data?.is_demo ?? false;
  const pages: Hit[] = PAGES.filter((page) => page.navigation && (isDemo || !page.navigation.isOfDemo))
    .map((page) => ({ id: page.path, title: t(`navigation.${page.navigation!.label}`), group: 'pages' as const, to: page.path }))
    .filter((hit) => hit.title.toLowerCase().includes(lower));
  const customers: Hit[] = (wanted ? (found.data?.customers ?? []) : []).map((customer) => {
    const { name, below } = nameOf(customer, t('customer.anonymous'));
    return { id: customer.customer_id, title: name, note: below || undefined, group: 'customers', to: `/customers/${encodeURIComponent(customer.customer_id)}` };
  });
  const definitions: Hit[] = (wanted ? (found.data?.definitions ?? []) : []).map((one) => {
    const kind = one.kind as keyof typeof PLACES;
    const title = one.titles[i18n.language] ?? one.title;
    return { id: `${kind} ${one.name}`, title, note: title === one.name ? undefined : one.name, group: kind, to: `${PLACES[kind]}/${encodeURIComponent(one.name)}` };
  });
  return [...pages, ...definitions, ...customers];
}

function SearchBox({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const go = useGo();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const hits = useHits(text);
  useEffect(() => setAt(0), [text]);
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    onDone();
    go(hit.to);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((before) => Math.min(hits.length - 1, before + 1));
    else if (event.key === 'ArrowUp') setAt((before) => Math.max(0, before - 1));
    else if (event.key === 'Enter') choose(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        size="md"
        variant="unstyled"
        className={classes.field}
        leftSection={<IconSearch size={17} />}
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        role="combobox"
        aria-expanded
        aria-controls="search-hits"
        aria-activedescendant={hits[at] ? `hit-${at}` : undefined}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <div id="search-hits" role="listbox" aria-label={t('search.hits')} className={classes.hits}>
        {hits.length === 0 && <div className={classes.none}>{t('search.none', { text })}</div>}
        {hits.map((hit, index) => (
          <div key={hit.id}>
            {hits[index - 1]?.group !== hit.group && <div className={classes.group} aria-hidden>{t(`search.${hit.group}`)}</div>}
            <div
              id={`hit-${index}`}
              role="option"
              aria-selected={index === at}
              className={classes.hit}
              onMouseMove={() => setAt(index)}
              onClick={() => choose(hit)}
            >
              <span>{hit.title}</span>
              {hit.note && <span className={classes.note}>{hit.note}</span>}
            </div>
          </div>
        ))}
      </div>
    </>
  );
}
