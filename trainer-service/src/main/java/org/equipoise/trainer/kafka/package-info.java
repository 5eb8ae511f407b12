/** Topics in and out: records to events, events to records, and nothing decided here. */
@NullMarked
package org.equipoise.trainer.kafka;

import org.jspecify.annotations.NullMarked;
