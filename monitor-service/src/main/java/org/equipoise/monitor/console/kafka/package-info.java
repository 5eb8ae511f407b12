/** Feeds the console from the topics, and writes the labels that it takes. */
@NullMarked
package org.equipoise.monitor.console.kafka;

import org.jspecify.annotations.NullMarked;
