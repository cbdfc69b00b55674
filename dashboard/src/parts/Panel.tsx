import { Group, Text, Title } from '@mantine/core';
import { createContext, useState, type ReactNode } from 'react';
import classes from './Panel.module.css';

/** Beside a panel's title: where the table in it puts its export, which else would take a line of its own. */
export const PanelSlot = createContext<HTMLElement | null>(null);

interface PanelProps {
  /** Says what was found, where it can. */
  title?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** Children reach the edges (tables). */
  isFlush?: boolean;
  id?: string;
  children: ReactNode;
}

/** A white card with a title: the only box on a page. */
export function Panel({ title, text, actions, isFlush, id, children }: PanelProps) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <section className={classes.panel} id={id}>
      {(title || actions) && (
        <div className={classes.head}>
          <div className={classes.told}>
            {title && <Title order={2}>{title}</Title>}
            {text && <Text size="sm" className={classes.text} component="div">{text}</Text>}
          </div>
          <Group gap="xs">{actions}<div ref={setSlot} className={classes.slot} /></Group>
        </div>
      )}
      <div className={isFlush ? classes.flush : classes.body}><PanelSlot value={isFlush ? slot : null}>{children}</PanelSlot></div>
    </section>
  );
}
