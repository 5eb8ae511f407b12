/** What people and other systems may ask: models, evidence, alerts, dead letters. */
@NullMarked
package org.equipoise.monitor.http;

import org.jspecify.annotations.NullMarked;
