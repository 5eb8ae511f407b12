/** The bytes of every event, and what an event refuses. */
@NullMarked
package org.equipoise.common.events;

import org.jspecify.annotations.NullMarked;
