import { Link, useSearch } from '@tanstack/react-router';
import type { AriaAttributes, MouseEventHandler, ReactNode } from 'react';
import { carriedOf, type Address } from '.';

interface PageLinkProps extends AriaAttributes {
  to: string;
  address?: Address;
  className?: string;
  title?: string;
  /** -1 where the row around the link takes the focus. */
  tabIndex?: number;
  children?: ReactNode;
  onClick?: MouseEventHandler;
}

/** A link to another page of the dashboard that carries period, comparison and segment along. */
export function PageLink({ to, address, children, ...rest }: PageLinkProps) {
  const here = useSearch({ strict: false }) as Address;
  return (
    <Link to={to as never} search={{ ...carriedOf(here), ...address } as never} {...rest}>
      {children}
    </Link>
  );
}
