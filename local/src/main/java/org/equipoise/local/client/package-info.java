/** What an imaging system or a person does to a running stack: publish studies, freeze, train, predict, watch. */
@NullMarked
package org.equipoise.local.client;

import org.jspecify.annotations.NullMarked;
