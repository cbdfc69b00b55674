// A page's code with @segment/analytics-next, as its README shows it; only the hosts are ours.
import { AnalyticsBrowser } from "@segment/analytics-next";

window.start = (host, writeKey, integration = {}) => {
  window.analytics = AnalyticsBrowser.load(
    { writeKey, cdnURL: `http://${host}` },
    { integrations: { "Segment.io": { apiHost: `${host}/v1`, protocol: "http", ...integration } } },
  );
  return window.analytics;
};
