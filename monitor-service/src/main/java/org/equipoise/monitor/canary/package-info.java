/** What a replay of labelled images says about a model and the path that serves it. */
@NullMarked
package org.equipoise.monitor.canary;

import org.jspecify.annotations.NullMarked;
