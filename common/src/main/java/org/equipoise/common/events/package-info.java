/** The records on the topics. The JSON bytes are the contract; an event that exists is valid. */
@NullMarked
package org.equipoise.common.events;

import org.jspecify.annotations.NullMarked;
